package dev.bookingdate.desk.values;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two bounds, or the multiples of a step between them.
 *
 * @param low null where there is no bound
 * @param step null where every number between the bounds belongs to the set
 */
public record Numbers(
        @Nullable BigDecimal low,
        boolean lowOpen,
        @Nullable BigDecimal high,
        boolean highOpen,
        @Nullable BigDecimal step) {
    private static final int MOST_TRIED = 2000;
    private static final int FEW = 8;

    static final Numbers ALL = new Numbers(null, false, null, false, null);
    static final Numbers INTEGERS = new Numbers(null, false, null, false, BigDecimal.ONE);

    static Numbers single(BigDecimal value) {
        return new Numbers(value, false, value, false, null);
    }

    static Numbers from(@Nullable BigDecimal low, boolean open) {
        return new Numbers(low, open, null, false, null);
    }

    static Numbers upTo(@Nullable BigDecimal high, boolean open) {
        return new Numbers(null, false, high, open, null);
    }

    static Numbers multiplesOf(BigDecimal step) {
        return new Numbers(null, false, null, false, step);
    }

    Numbers and(Numbers other) {
        boolean otherLow = low == null || (other.low != null && isAbove(other.low, other.lowOpen, low, lowOpen));
        boolean otherHigh = high == null || (other.high != null && isBelow(other.high, other.highOpen, high, highOpen));
        return new Numbers(
                        otherLow ? other.low : low,
                        otherLow ? other.lowOpen : lowOpen,
                        otherHigh ? other.high : high,
                        otherHigh ? other.highOpen : highOpen,
                        common(step, other.step))
                .onGrid();
    }

    private static boolean isAbove(BigDecimal a, boolean aOpen, BigDecimal b, boolean bOpen) {
        return a.compareTo(b) > 0 || (a.compareTo(b) == 0 && aOpen && !bOpen);
    }

    private static boolean isBelow(BigDecimal a, boolean aOpen, BigDecimal b, boolean bOpen) {
        return a.compareTo(b) < 0 || (a.compareTo(b) == 0 && aOpen && !bOpen);
    }

    private static @Nullable BigDecimal common(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int scale = Math.max(0, Math.max(a.scale(), b.scale()));
        var first = a.movePointRight(scale).toBigIntegerExact();
        var second = b.movePointRight(scale).toBigIntegerExact();
        return new BigDecimal(first.multiply(second).divide(first.gcd(second)).abs(), scale).stripTrailingZeros();
    }

    /** With a step, bounds are themselves multiples and belong to the set: then equal sets are equal records. */
    private Numbers onGrid() {
        if (step == null) {
            return this;
        }
        return new Numbers(
                low == null ? null : aligned(low, lowOpen, RoundingMode.CEILING, step),
                false,
                high == null ? null : aligned(high, highOpen, RoundingMode.FLOOR, step.negate()),
                false,
                step);
    }

    private BigDecimal aligned(BigDecimal bound, boolean open, RoundingMode rounding, BigDecimal inwards) {
        BigDecimal size = inwards.abs();
        BigDecimal multiple = bound.divide(size, 0, rounding).multiply(size);
        return open && multiple.compareTo(bound) == 0 ? multiple.add(inwards) : multiple;
    }

    boolean isEmpty() {
        if (low == null || high == null) {
            return false;
        }
        int order = low.compareTo(high);
        return order > 0 || (order == 0 && (lowOpen || highOpen || !contains(low)));
    }

    boolean contains(BigDecimal value) {
        boolean above = low == null || (lowOpen ? value.compareTo(low) > 0 : value.compareTo(low) >= 0);
        boolean below = high == null || (highOpen ? value.compareTo(high) < 0 : value.compareTo(high) <= 0);
        return above && below && (step == null || value.remainder(step).signum() == 0);
    }

    /** Returns some of the numbers, short ones first; it stops being short after a few. */
    Stream<BigDecimal> examples() {
        List<BigDecimal> first = new ArrayList<>(List.of(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE.negate()));
        series().limit(FEW).forEach(first::add);
        if (high != null) {
            first.add(high);
            first.add(high.subtract(step == null ? BigDecimal.ONE : step));
        }
        if (step == null) {
            BigDecimal start = start();
            Stream.of("0.5", "0.25", "-0.5", "0.1", "0.01", "0.001", "0.0001")
                    .map(BigDecimal::new)
                    .forEach(part -> first.addAll(List.of(start.add(part), start.subtract(part))));
            if (low != null && high != null) {
                first.add(low.add(high).divide(BigDecimal.valueOf(2)));
            }
        }
        Stream<BigDecimal> rest = step == null ? Stream.empty() : series().skip(FEW);
        return Stream.concat(first.stream(), rest).filter(this::contains).distinct();
    }

    private BigDecimal start() {
        return low != null ? low : high != null ? high : BigDecimal.ZERO;
    }

    /** From a bound on, step by step, as far as the other bound. */
    private Stream<BigDecimal> series() {
        BigDecimal start = start();
        BigDecimal by = step == null ? BigDecimal.ONE : step;
        BigDecimal inwards = low == null && high != null ? by.negate() : by;
        return IntStream.range(0, MOST_TRIED)
                .mapToObj(i -> start.add(inwards.multiply(BigDecimal.valueOf(i))))
                .takeWhile(value -> low == null || high == null || value.compareTo(high) <= 0);
    }

    /** A number of {@code a} that is in none of the others: a proof, none, or nothing found though none is proven. */
    static Found<BigDecimal> outside(Numbers a, List<Numbers> others) {
        if (a.isEmpty()) {
            return Found.none();
        }
        List<Numbers> left = List.of(a);
        for (Numbers other : others) {
            if (other.step == null
                    || (a.step != null && a.step.remainder(other.step).signum() == 0)) {
                left = left.stream().flatMap(piece -> piece.minus(other)).toList();
            }
        }
        for (Numbers piece : left) {
            Optional<BigDecimal> outside = piece.examples()
                    .filter(value -> others.stream().noneMatch(other -> other.contains(value)))
                    .findFirst();
            if (outside.isPresent()) {
                return Found.one(outside.get());
            }
        }
        return left.stream().allMatch(Numbers::isListed) ? Found.none() : Found.unclear("multiples of several steps");
    }

    /** Whether the examples are all there is. */
    private boolean isListed() {
        if (isEmpty() || low == null || high == null) {
            return isEmpty();
        }
        BigDecimal most = BigDecimal.valueOf(MOST_TRIED - 1);
        return low.compareTo(high) == 0
                || (step != null
                        && high.subtract(low).divide(step, 0, RoundingMode.UP).compareTo(most) < 0);
    }

    private Stream<Numbers> minus(Numbers interval) {
        Stream<Numbers> below =
                interval.low == null ? Stream.empty() : Stream.of(and(upTo(interval.low, !interval.lowOpen)));
        Stream<Numbers> above =
                interval.high == null ? Stream.empty() : Stream.of(and(from(interval.high, !interval.highOpen)));
        return Stream.concat(below, above).filter(piece -> !piece.isEmpty());
    }
}
