package org.tipring.tdm.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.time.VirtualClock;

/// Conversations with modems, as files: `>` what the gateway must say next, `<` what the modem says (any C escape), `!` what else the core
/// wants, `+` seconds pass, `@` what the line wants. Between `>` and the line before it time may pass; nothing else may be said.
class VoiceModemTranscriptTest implements AtReader.Sink {

    private static final long GAP_NANOS = 100_000_000L;

    private final VirtualClock clock = new VirtualClock();
    private static final VoiceModemSettings SETTINGS = new VoiceModemSettings("DE", 160, VoiceModemSettings.LoopSignal.LOOP_BREAK);

    private VoiceModem modem = new VoiceModem(SETTINGS);
    private final Deque<String> said = new ArrayDeque<>();
    private AtReader reader = new AtReader(this);
    private long resultAtNanos = Long.MIN_VALUE / 2;
    private String where = "";

    @ParameterizedTest
    @ValueSource(strings = {"init-conexant", "init-usr5637", "no-voice", "incoming", "outgoing", "stuck-stream", "killed-in-stream",
        "deaf", "british", "unplugged", "hang-up-while-dialling", "hang-up-while-seizing", "stream-breaks-off", "late-off-hook", "no-line", "deaf-while-idle",
        "no-mu-law", "pulses", "hang-up-while-pulsing", "hook-flash"})
    void transcriptHolds(String name) {
        play(name);
        assertThat(said).as("said beyond the end of %s", name).isEmpty();
    }

    private void play(String name) {
        int number = 0;
        for (String line : lines(name)) {
            where = name + ".txt:" + ++number + ": " + line;
            String rest = line.length() > 2 ? line.substring(2) : "";
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '>' -> {
                    waitForSomething();
                    assertThat(said.poll()).as(where).isEqualTo("> " + unescape(rest));
                    boolean result = clock.now() - resultAtNanos >= GAP_NANOS;
                    assertThat(result || !rest.startsWith("AT")).as("%s: said too soon after the last result", where).isTrue();
                }
                case '!' -> {
                    waitForSomething();
                    assertThat(said.poll()).as(where).isEqualTo("! " + rest);
                }
                case '<' -> fromModem(unescape(rest));
                case '+' -> pass((long) (Double.parseDouble(rest) * 1e9));
                case '@' -> wish(rest);
                default -> assertThat(line).as(where).matches("#.*|");
            }
        }
    }

    private void wish(String wish) {
        switch (wish.split(" ")[0]) {
            case "start" -> carryOut(modem.start(clock.now()));
            case "goOffHook" -> carryOut(modem.goOffHook(clock.now()));
            case "goOnHook" -> carryOut(modem.goOnHook(clock.now()));
            case "sendDigits" -> carryOut(modem.sendDigits(wish.split(" ")[1], clock.now()));
            case "flash" -> carryOut(modem.flash(clock.now()));
            case "pulses" -> modem = new VoiceModem(SETTINGS.with(VoiceModemSettings.Dialling.PULSE, Duration.ofMillis(2_500), Duration.ofMillis(90)));
            case "unplug" -> carryOut(modem.lost("unplugged", clock.now()));
            case "within" -> assertThat(clock.now()).as(where).isLessThanOrEqualTo((long) (Double.parseDouble(wish.split(" ")[1]) * 1e9));
            case "ready" -> {
                play("init-conexant");
                assertThat(modem.state()).isEqualTo(VoiceModem.State.IDLE);
            }
            case "stream" -> stream();
            case "initialised" -> initialised();
            default -> throw new AssertionError(where);
        }
    }

    private void stream() {
        if (modem.state() != VoiceModem.State.IDLE) {
            play("init-conexant");
        }
        carryOut(modem.goOffHook(clock.now()));
        while (modem.state() != VoiceModem.State.STREAM) {
            waitForSomething();
            String command = said.poll();
            if (command.startsWith("> ")) {
                fromModem(command.equals("> AT+VTR") ? "\r\nCONNECT\r\n" : "\r\nOK\r\n");
            }
        }
        assertThat(said.poll()).isEqualTo("! OffHook[]");
    }

    /// Says OK to the rest of the ladder.
    private void initialised() {
        for (int step = 0; modem.state() != VoiceModem.State.IDLE; step++) {
            assertThat(step).as("%s: the ladder has no end", where).isLessThan(40);
            fromModem("\r\nOK\r\n");
            if (modem.state() != VoiceModem.State.IDLE) {
                waitForSomething();
                said.poll();
            }
        }
    }

    private void fromModem(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (text.endsWith("OK\r\n") || text.endsWith("ERROR\r\n")) {
            resultAtNanos = clock.now();
        }
        reader.feed(bytes, bytes.length);
    }

    private void waitForSomething() {
        long limit = clock.now() + 20_000_000_000L;
        while (said.isEmpty() && modem.nextDeadline() <= limit) {
            clock.advanceTo(Math.max(clock.now(), modem.nextDeadline()));
            carryOut(modem.tick(clock.now()));
        }
        assertThat(said).as("%s: nothing is said", where).isNotEmpty();
    }

    private void pass(long nanos) {
        long end = clock.now() + nanos;
        while (said.isEmpty() && modem.nextDeadline() <= end) {
            clock.advanceTo(Math.max(clock.now(), modem.nextDeadline()));
            carryOut(modem.tick(clock.now()));
        }
        clock.advanceTo(end);
    }

    private void carryOut(List<ModemAction> actions) {
        for (ModemAction action : actions) {
            switch (action) {
                case ModemAction.OpenLink _ -> {
                    said.add("! open");
                    reader = new AtReader(this);
                    carryOut(modem.opened(clock.now()));
                }
                case ModemAction.CloseLink _ -> said.add("! close");
                case ModemAction.Transmit(AtCommand command) -> said.add("> " + command);
                case ModemAction.LeaveStream(AtCommand command) -> {
                    reader.leaving();
                    said.add("> " + command);
                }
                case ModemAction.ExpectStream _ -> {
                    reader.expectStream(true);
                    said.add("! expect stream");
                }
                case ModemAction.AbandonStream _ -> {
                    reader.abandonStream();
                    said.add("! abandon stream");
                }
                case ModemAction.ToLine report -> said.add("! " + report);
            }
        }
    }

    @Override
    public void line(String line) {
        carryOut(modem.line(line, clock.now()));
    }

    @Override
    public void streamStarted() {
        carryOut(modem.streamStarted(clock.now()));
    }

    @Override
    public void samples(byte[] bytes, int offset, int length) {
        modem.heard(clock.now());
    }

    @Override
    public void dle(int code) {
        carryOut(modem.dle(code, clock.now()));
    }

    @Override
    public void streamEnded() {
        carryOut(modem.streamEnded(clock.now()));
    }

    private static List<String> lines(String name) {
        try (InputStream in = VoiceModemTranscriptTest.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        List<String> parts = new ArrayList<>(java.util.regex.Pattern.compile("\\\\x[0-9a-f]{2}|\\\\r|\\\\n|.").matcher(text).results()
                .map(java.util.regex.MatchResult::group).toList());
        for (String part : parts) {
            out.append(switch (part.length()) {
                case 1 -> part;
                case 2 -> part.equals("\\r") ? "\r" : "\n";
                default -> String.valueOf((char) Integer.parseInt(part.substring(2), 16));
            });
        }
        return out.toString();
    }
}
