package org.tipring.media.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Feeds a target its seeds, and then mutations of them, from a seeded random: the same at every build.
public final class Mutations {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);
    private static final int LONGEST = 65_535;

    /// What must never throw: `fuzzerTestOneInput`.
    public interface Target {
        void feed(byte[] data) throws Exception;
    }

    private Mutations() {
    }

    /// The outside seeds of some folders of `fuzz-seeds`, if they are here.
    public static List<byte[]> seeds(String... folders) throws IOException {
        List<byte[]> all = new ArrayList<>();
        Path material = Path.of(System.getProperty("tipring.material", "")).resolve("fuzz-seeds");
        for (String folder : folders) {
            Path directory = material.resolve(folder);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        byte[] data = Files.readAllBytes(file);
                        if (data.length <= LONGEST) {
                            all.add(data);
                        }
                    }
                }
            }
        }
        return all;
    }

    /// @param own seeds of our own; the outside ones are joined to them
    public static void run(Target target, List<byte[]> own, List<byte[]> outside, int rounds) {
        List<byte[]> seeds = new ArrayList<>(own);
        seeds.addAll(outside);
        seeds.add(new byte[0]);
        seeds.forEach(seed -> feed(target, seed, "seed"));
        Random random = new Random(SEED);
        for (int i = 0; i < rounds; i++) {
            feed(target, mutated(seeds.get(random.nextInt(seeds.size())), seeds, random), "mutation " + i + " of tipring.seed " + SEED);
        }
    }

    private static void feed(Target target, byte[] data, String what) {
        try {
            target.feed(data);
        } catch (Exception | Error broken) {
            throw new AssertionError(what + ": " + HexFormat.of().formatHex(data, 0, Math.min(2000, data.length)), broken);
        }
    }

    /// Bytes changed, taken away, doubled, cut off, or another seed's end put on.
    static byte[] mutated(byte[] seed, List<byte[]> seeds, Random random) {
        byte[] data = seed.clone();
        for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
            int at = data.length == 0 ? 0 : random.nextInt(random.nextBoolean() ? Math.min(40, data.length) : data.length);
            switch (data.length == 0 ? 5 : random.nextInt(8)) {
                case 0, 1 -> data[at] = (byte) random.nextInt(256);
                case 2 -> data[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> data[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 4 -> data = Arrays.copyOf(data, at);
                case 5 -> {
                    byte[] end = seeds.get(random.nextInt(seeds.size()));
                    int from = end.length == 0 ? 0 : random.nextInt(end.length);
                    data = joined(Arrays.copyOf(data, at), Arrays.copyOfRange(end, from, end.length));
                }
                case 6 -> data = joined(Arrays.copyOf(data, at), Arrays.copyOfRange(data, Math.min(data.length, at + 1 + random.nextInt(8)), data.length));
                default -> data = joined(Arrays.copyOf(data, at), Arrays.copyOfRange(data, at - Math.min(at, random.nextInt(16)), data.length));
            }
            if (data.length > LONGEST) {
                data = Arrays.copyOf(data, LONGEST);
            }
        }
        return data;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
