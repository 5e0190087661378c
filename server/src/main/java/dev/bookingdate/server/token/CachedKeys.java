package dev.bookingdate.server.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys between two looks at where they come from. They are read again when they are used and are too old, and when a token
 * names a key that is not among them, but never so often that a flood of bad tokens becomes a flood of readings. While
 * their origin is out of reach the last ones stay in use, for an hour.
 */
public final class CachedKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(CachedKeys.class);
    private static final Duration TRUSTED = Duration.ofHours(1);

    /** Where keys come from. */
    public interface Origin {

        List<JWK> read() throws IOException;

        /** The ids of keys that were there when it was read, and that can't be used here. */
        default Set<String> unusable() {
            return Set.of();
        }
    }

    private final String name;
    private final Origin origin;
    private final Duration readEvery;
    private final Duration atMostEvery;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known = new Known(new JWKSet(), Instant.EPOCH, Instant.EPOCH, false);

    /**
     * Makes a cache that is empty until it is asked.
     *
     * @param name what they are, for the log
     * @param readEvery how old they may be when they are used
     * @param atMostEvery how soon they may be read again, for an unknown key and after a failure
     */
    public CachedKeys(String name, Origin origin, Duration readEvery, Duration atMostEvery, Clock clock) {
        this.name = name;
        this.origin = origin;
        this.readEvery = readEvery;
        this.atMostEvery = atMostEvery;
        this.clock = clock;
    }

    /**
     * The keys that fit.
     *
     * @throws KeySourceException when none fits, and the origin could not be asked just now, or has one that can't be used
     */
    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context) throws KeySourceException {
        read(readEvery);
        List<JWK> found = wanted.select(known.keys());
        if (found.isEmpty()) {
            read(atMostEvery);
            found = wanted.select(known.keys());
        }
        if (found.isEmpty() && known.failed()) {
            throw new KeySourceException("the " + name + " are out of reach");
        }
        Set<String> wantedIds = wanted.getMatcher().getKeyIDs();
        if (found.isEmpty() && wantedIds != null && origin.unusable().stream().anyMatch(wantedIds::contains)) {
            throw new KeySourceException("one of the " + name + " can't be used");
        }
        return found;
    }

    /** Reads the keys now; what fails here fails for whoever starts the server. */
    CachedKeys filled() throws IOException {
        Instant now = clock.instant();
        known = new Known(new JWKSet(origin.read()), now, now, false);
        return this;
    }

    private void read(Duration age) {
        if (!isDue(age)) {
            return;
        }
        // Who has keys, or was told a moment ago that there are none to be had, does not wait for another's reading.
        boolean waits = age.equals(atMostEvery) && !known.failed();
        if (waits) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return;
        }
        try {
            if (isDue(age)) {
                readNow();
            }
        } finally {
            reading.unlock();
        }
    }

    private boolean isDue(Duration age) {
        Instant now = clock.instant();
        Known last = known;
        return isOlder(last.readOn(), age, now) && isOlder(last.triedOn(), atMostEvery, now);
    }

    /** A clock that was set back makes everything old. */
    private static boolean isOlder(Instant then, Duration age, Instant now) {
        return now.isBefore(then) || !now.isBefore(then.plus(age));
    }

    private void readNow() {
        Instant now = clock.instant();
        try {
            boolean back = known.failed();
            known = new Known(new JWKSet(origin.read()), now, now, false);
            if (back) {
                LOG.info("the {} are back", name);
            }
        } catch (IOException | RuntimeException e) {
            if (!known.failed()) {
                LOG.warn("the {} are out of reach, those that are known stay in use: {}", name, e.toString());
            }
            boolean trusted = !isOlder(known.readOn(), TRUSTED, now);
            known = new Known(trusted ? known.keys() : new JWKSet(), known.readOn(), now, true);
        }
    }

    private record Known(JWKSet keys, Instant readOn, Instant triedOn, boolean failed) {}
}
