package org.tipring.tdm.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vectors that the firmware is held to, too.
class CardVectorsTest {

    record Vector(String kind, String name, List<String> fields) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Vector> vectors(String kind) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                CardVectorsTest.class.getResourceAsStream("vectors.txt"), StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> line.startsWith(kind + " ")).map(line -> line.split(" \\| "))
                    .map(parts -> new Vector(kind, parts[1], Arrays.asList(parts).subList(2, parts.length))).toList().stream();
        }
    }

    static Stream<Vector> frames() throws IOException {
        return vectors("frame");
    }

    static Stream<Vector> streams() throws IOException {
        return vectors("stream");
    }

    private static byte[] bytes(String hex) {
        return hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameGoesOutAndComesInAsTheSpecificationSays(Vector vector) {
        String[] head = vector.fields().get(0).split(" ");
        int type = Integer.parseInt(head[0], 16);
        int port = Integer.parseInt(head[1], 16);
        int sequence = Integer.parseInt(head[2], 16);
        byte[] payload = bytes(vector.fields().get(1));
        byte[] wire = new byte[CardFrames.MOST_WIRE];
        int length = CardFrames.encode(type, port, sequence, payload, payload.length, wire, 0);

        assertThat(Arrays.copyOf(wire, length)).containsExactly(bytes(vector.fields().get(2)));
        List<String> found = new ArrayList<>();
        CardReader reader = new CardReader((gotType, gotPort, gotSequence, body, offset, count) -> {
            assertThat(Arrays.copyOfRange(body, offset, offset + count)).containsExactly(payload);
            found.add(gotType + " " + gotPort + " " + gotSequence);
        });
        reader.feed(wire, length);
        assertThat(found).containsExactly(type + " " + port + " " + sequence);
        assertThat(reader.damaged()).isZero();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aDamagedStreamLosesWhatIsDamagedAndNoMore(Vector vector) {
        byte[] wire = bytes(vector.fields().get(0));
        List<String> found = new ArrayList<>();
        new CardReader((type, port, _, _, _, _) -> found.add(String.format("%02x:%02x", type, port))).feed(wire, wire.length);
        assertThat(found.isEmpty() ? "-" : String.join(" ", found)).isEqualTo(vector.fields().get(1));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatACommandAndAReportSayIsInTheVectors(Vector vector) {
        String[] head = vector.fields().get(0).split(" ");
        int type = Integer.parseInt(head[0], 16);
        byte[] payload = bytes(vector.fields().get(1));
        CardCommand command = switch (type) {
            case 0x10 -> new CardCommand.StartSound(false, 10, false);
            case 0x11 -> new CardCommand.StopSound();
            case 0x12 -> new CardCommand.Timings(10, 95, 500, 140, 600);
            case 0x13 -> new CardCommand.Ring(250, 0, List.of(400, 200, 400, 2000));
            case 0x14 -> new CardCommand.StopRing();
            case 0x15 -> new CardCommand.Polarity(true);
            case 0x16 -> new CardCommand.OpenLoop(250);
            case 0x17 -> new CardCommand.Battery(false);
            case 0x20 -> new CardCommand.Hook(true);
            case 0x21 -> new CardCommand.Flash(100);
            case 0x23 -> new CardCommand.Measure(1000);
            default -> null;
        };
        if (command != null) {
            assertThat(command.type()).isEqualTo(type);
            assertThat(command.payload()).containsExactly(payload);
        }
        CardReport report = switch (vector.name()) {
            case "lifted" -> new CardReport.HookState(true);
            case "hung up" -> new CardReport.HookState(false);
            case "flash of 300 ms" -> new CardReport.Flashed(300);
            case "ten pulses" -> new CardReport.Pulses(10);
            case "ringing burst begins" -> new CardReport.RingPhase(true);
            case "the exchange rings" -> new CardReport.Rang(true);
            case "line reversed" -> new CardReport.LineState(CardReport.Line.REVERSED);
            case "48.0 V, no current" -> new CardReport.Measured(480, 0);
            case "loop closed again" -> new CardReport.Done(0x16);
            case "refused: no such port" -> new CardReport.Refused(0x13, 2);
            case "too hot" -> new CardReport.Fault(1);
            default -> null;
        };
        if (report != null || type >= 0x40) {
            assertThat(CardReport.parse(type, payload, 0, payload.length)).isEqualTo(report);
        }
        if (type == 0x06) {
            assertThat(CardIdentity.parse(payload, 0, payload.length)).isEqualTo(new CardIdentity(1, 4660, 3, 7, 0x3f,
                    List.of(CardIdentity.Kind.FXS, CardIdentity.Kind.FXO), "card", "1.0", "A7"));
        }
    }

    /// Every byte of a stream of 40 frames of four ports, lost, doubled, and changed in every way.
    @Test
    void oneByteLostOrChangedAnywhereCostsAtMostOneFrame() {
        Random random = new Random(40);
        byte[] stream = new byte[40 * CardFrames.MOST_WIRE];
        int length = 0;
        for (int i = 0; i < 40; i++) {
            byte[] payload = new byte[random.nextInt(12)];
            random.nextBytes(payload);
            length = CardFrames.encode(i % 5 == 0 ? 0x40 : 1, i % 4, i, payload, payload.length, stream, length);
        }
        for (int at = 0; at < length; at++) {
            byte[] lost = new byte[length - 1];
            System.arraycopy(stream, 0, lost, 0, at);
            System.arraycopy(stream, at + 1, lost, at, length - 1 - at);
            assertThat(framesIn(lost, lost.length)).as("byte %d lost", at).isGreaterThanOrEqualTo(39);
            byte[] doubled = new byte[length + 1];
            System.arraycopy(stream, 0, doubled, 0, at + 1);
            System.arraycopy(stream, at, doubled, at + 1, length - at);
            assertThat(framesIn(doubled, doubled.length)).as("byte %d doubled", at).isGreaterThanOrEqualTo(39);
            for (int change = 1; change < 256; change++) {
                stream[at] ^= (byte) change;
                assertThat(framesIn(stream, length)).as("byte %d changed by %02x", at, change).isGreaterThanOrEqualTo(39);
                stream[at] ^= (byte) change;
            }
        }
    }

    private static int framesIn(byte[] stream, int length) {
        int[] found = {0};
        new CardReader((_, _, _, _, _, _) -> found[0]++).feed(stream, length);
        return found[0];
    }

    @Test
    void noiseNeverBreaksTheReader() {
        Random random = new Random(41);
        byte[] noise = new byte[1 << 20];
        random.nextBytes(noise);
        CardReader reader = new CardReader((_, _, _, body, offset, count) -> assertThat(offset + count).isLessThanOrEqualTo(body.length));
        reader.feed(noise, noise.length);
        assertThat(reader.damaged()).isGreaterThan(3000);
    }
}
