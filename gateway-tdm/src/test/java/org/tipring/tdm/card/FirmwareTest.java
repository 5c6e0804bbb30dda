package org.tipring.tdm.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tipring.tdm.emulator.EmulatedCard;

/// The reference firmware: it compiles without a warning for this machine and for the board, keeps to the vectors, and lives through noise.
/// The sanitizers are on.
class FirmwareTest {

    private static final Path HOME = Path.of(System.getProperty("tipring.home", ".."));
    private static final Path BUILT = HOME.resolve("gateway-tdm/target/line-card-sanitized");

    @BeforeAll
    static void build() throws Exception {
        String obstacle = EmulatedCard.obstacle(HOME);
        Assumptions.assumeTrue(obstacle == null, () -> "the firmware is not tested: " + obstacle);
        EmulatedCard.build(HOME, BUILT, true);
    }

    private static String run(Object... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.of(command).map(Object::toString).toList()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", said).isZero();
        return said;
    }

    @Test
    void theCoreKeepsToTheVectorsAndHearsEveryDialAndFlash() throws Exception {
        long seed = System.nanoTime() & 0xFFFFFF;
        String said = run(BUILT.resolve("vectors"), HOME.resolve("gateway-tdm/src/test/resources/org/tipring/tdm/card/vectors.txt"), 200, seed);
        assertThat(said).contains(", 0 wrong");
    }

    @Test
    void noiseDamageAndLiesDoNotBringTheCardDown() throws Exception {
        long seed = System.nanoTime() & 0xFFFFFF;
        for (long i = 0; i < 4; i++) {
            assertThat(run(BUILT.resolve("fuzz"), 50_000, seed + i)).as("fuzz 50000 %d", seed + i).contains("the card answers");
        }
    }

    @Test
    void itCompilesForTheBoard() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "arm-none-eabi-gcc")));
        Assumptions.assumeTrue(there, "no cross-compiler; on Debian: apt-get install gcc-arm-none-eabi");
        Path objects = HOME.resolve("gateway-tdm/target/line-card-arm");
        run("sh", HOME.resolve("gateway-tdm/src/main/c/line-card/build.sh"), "arm", objects);
        List<String> names = List.of("card.o", "frame.o", "hook.o", "link.o", "ring.o", "sound.o", "board_rp2040.o");
        assertThat(names).allMatch(name -> Files.exists(objects.resolve(name)));
        List<String> link = new ArrayList<>(List.of("arm-none-eabi-ld", "-r", "-o", objects.resolve("card.elf").toString()));
        names.forEach(name -> link.add(objects.resolve(name).toString()));
        run(link.toArray());
        assertThat(run("arm-none-eabi-nm", "--undefined-only", "--just-symbols", objects.resolve("card.elf")).lines().map(String::strip))
                .as("what a vendor's start-up code and the compiler's library bring").allMatch(name -> name.startsWith("__aeabi_") || name.matches("mem(cpy|move|set|cmp)|strlen|__gnu_thumb1_case_\\w+"));
    }
}
