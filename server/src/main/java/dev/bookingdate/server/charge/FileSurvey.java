package dev.bookingdate.server.charge;

import dev.bookingdate.server.charge.ChargeRowReader.Identity;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.io.output.DeferredFileOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about its rows as a whole, found before any of them is loaded: which ids come twice, and which originals
 * are not in the file. Rows are counted from 0.
 *
 * <p>Ids are kept as hashes, spread over files by their value, and one of these at a time is looked at: memory does not grow
 * with the file but for some bits of each row.
 */
final class FileSurvey implements Closeable {

    /** Two places in a file. */
    record Lines(long one, long other) {}

    /** How many rows there are, and the lines of the first ones. */
    record Dependents(long count, List<Long> firstLines) {}

    private static final int PARTS = 128;
    private static final int IN_MEMORY_BYTES = 1 << 15;
    private static final int SHOWN = 3;
    private static final int MOST_TOLD = 200_000;
    private static final int UUID_LENGTH = 36;
    private static final Pattern HYPHENATED =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final MessageDigest hashing = hashing();
    private final ImportFolder folder;
    private final Part[] ids;
    private final Part[] originals;

    private final BitSet repeats = new BitSet();
    private final BitSet contradictions = new BitSet();
    private final Map<Integer, Long> contradicted = new HashMap<>();
    private final BitSet withoutOriginal = new BitSet();
    private final List<Lines> alike = new ArrayList<>();
    private long alikeCount;

    /** @param folder where it puts aside what does not fit into memory */
    FileSurvey(ImportFolder folder) {
        this.folder = folder;
        this.ids = parts("id");
        this.originals = parts("original");
    }

    /**
     * Notes a row.
     *
     * @param content what of it is loaded, as it stands there
     */
    void add(int row, long line, Identity identity, byte[] content) throws IOException {
        Hash id = hash(identity, identity.id());
        Hash folded = folded(identity, identity.id(), id);
        hashing.update(content);
        Hash said = Hash.of(ByteBuffer.wrap(hashing.digest()));
        ids[part(folded)].add(new Seen(folded, id, said, line, row));
        String original = identity.originalId();
        if (original != null && !original.equals(identity.id())) {
            Hash exact = hash(identity, original);
            Hash foldedOriginal = folded(identity, original, exact);
            originals[part(foldedOriginal)].add(new Seen(foldedOriginal, exact, Hash.NONE, line, row));
        }
    }

    /** Finds out what there is to say, when all rows are noted. */
    void conclude() throws IOException {
        for (int part = 0; part < PARTS; part++) {
            Map<Hash, List<Seen>> byId = new HashMap<>();
            Map<Hash, Seen> byFolded = new HashMap<>();
            ids[part].read(seen -> {
                byId.computeIfAbsent(seen.exact, id -> new ArrayList<>(1)).add(seen);
                meets(byFolded.putIfAbsent(seen.folded, seen), seen);
            });
            byId.values().stream().filter(same -> same.size() > 1).forEach(this::compare);
            originals[part].read(seen -> {
                if (!byId.containsKey(seen.exact)) {
                    withoutOriginal.set(seen.row);
                    meets(byFolded.get(seen.folded), seen);
                }
            });
        }
    }

    private void compare(List<Seen> same) {
        Seen first = same.get(0);
        if (same.stream().allMatch(seen -> seen.content.equals(first.content))) {
            same.stream().skip(1).forEach(seen -> repeats.set(seen.row));
            return;
        }
        for (Seen seen : same) {
            Seen other = same.stream()
                    .filter(candidate -> !candidate.content.equals(seen.content))
                    .findFirst()
                    .orElseThrow();
            contradictions.set(seen.row);
            if (contradicted.size() < MOST_TOLD) {
                contradicted.put(seen.row, other.line);
            }
        }
    }

    private void meets(@Nullable Seen known, Seen seen) {
        if (known != null && !known.exact.equals(seen.exact)) {
            alikeCount++;
            if (alike.size() < SHOWN) {
                alike.add(new Lines(known.line, seen.line));
            }
        }
    }

    /** Whether an earlier row says the same of the same charge. */
    boolean isRepeat(int row) {
        return repeats.get(row);
    }

    /** Where another row says something else of the same charge; empty when none does. */
    Optional<String> contradiction(int row) {
        if (!contradictions.get(row)) {
            return Optional.empty();
        }
        Long line = contradicted.get(row);
        return Optional.of(line == null ? "on another line" : "on line " + line);
    }

    /** The rows whose original is not in the file. */
    BitSet withoutOriginal() {
        return withoutOriginal;
    }

    /** How many ids would be those of other rows if case, and hyphens of UUIDs, did not matter. */
    long alikeCount() {
        return alikeCount;
    }

    /** The first of them. */
    List<Lines> alike() {
        return List.copyOf(alike);
    }

    /** What stands for the id of a row, to be asked for with {@link #dependents}. */
    Hash id(Identity identity) {
        return hash(identity, identity.id());
    }

    /** The rows whose original has one of those ids. */
    Dependents dependents(Set<Hash> wanted) throws IOException {
        long[] count = {0};
        TreeSet<Long> first = new TreeSet<>();
        for (Part part : originals) {
            part.read(seen -> {
                if (wanted.contains(seen.exact)) {
                    count[0]++;
                    first.add(seen.line);
                    if (first.size() > SHOWN) {
                        first.pollLast();
                    }
                }
            });
        }
        return new Dependents(count[0], List.copyOf(first));
    }

    @Override
    public void close() throws IOException {
        for (int part = 0; part < PARTS; part++) {
            ids[part].close();
            originals[part].close();
        }
    }

    private Hash hash(Identity identity, String id) {
        ByteBuffer place = ByteBuffer.allocate(24)
                .putLong(identity.tenant())
                .putLong(identity.entity().getMostSignificantBits())
                .putLong(identity.entity().getLeastSignificantBits());
        hashing.update(place.array());
        return Hash.of(ByteBuffer.wrap(hashing.digest(id.getBytes(StandardCharsets.UTF_8))));
    }

    private Hash folded(Identity identity, String id, Hash exact) {
        String lower = id.toLowerCase(Locale.ROOT);
        String folded =
                lower.length() == UUID_LENGTH && HYPHENATED.matcher(lower).matches() ? lower.replace("-", "") : lower;
        return folded.equals(id) ? exact : hash(identity, folded);
    }

    private static int part(Hash folded) {
        return (int) (folded.high & (PARTS - 1));
    }

    private Part[] parts(String name) {
        Part[] parts = new Part[PARTS];
        for (int part = 0; part < PARTS; part++) {
            parts[part] = new Part(folder.file(name + part));
        }
        return parts;
    }

    private static MessageDigest hashing() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stands for a text: two different ones hardly ever have the same. */
    record Hash(long high, long low) {

        static final Hash NONE = new Hash(0, 0);

        static final int BYTES = 2 * Long.BYTES;

        /** Takes the next bytes. */
        static Hash of(ByteBuffer bytes) {
            return new Hash(bytes.getLong(), bytes.getLong());
        }
    }

    private record Seen(Hash folded, Hash exact, Hash content, long line, int row) {}

    /** One of the files; one that is small stays in memory. */
    private static final class Part implements Closeable {

        private final DeferredFileOutputStream file;
        private final OutputStream out;
        private final ByteBuffer one = ByteBuffer.allocate(3 * Hash.BYTES + Long.BYTES + Integer.BYTES);

        Part(Path path) {
            this.file = DeferredFileOutputStream.builder()
                    .setThreshold(IN_MEMORY_BYTES)
                    .setOutputFile(path.toFile())
                    .get();
            this.out = new BufferedOutputStream(file);
        }

        void add(Seen seen) throws IOException {
            one.clear();
            for (Hash hash : new Hash[] {seen.folded, seen.exact, seen.content}) {
                one.putLong(hash.high).putLong(hash.low);
            }
            one.putLong(seen.line).putInt(seen.row);
            out.write(one.array());
        }

        /** Ends the writing, and gives all back in the same order. */
        void read(Consumer<Seen> taker) throws IOException {
            out.close();
            try (InputStream in = new BufferedInputStream(file.toInputStream())) {
                while (in.readNBytes(one.array(), 0, one.capacity()) == one.capacity()) {
                    one.clear();
                    taker.accept(new Seen(Hash.of(one), Hash.of(one), Hash.of(one), one.getLong(), one.getInt()));
                }
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
            if (file.getFile() != null) {
                Files.deleteIfExists(file.getPath());
            }
        }
    }
}
