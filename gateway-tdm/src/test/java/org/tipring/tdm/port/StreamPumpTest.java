package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.ULaw;
import org.tipring.media.pcm.DeviceAudio;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.serial.SerialLink;

class StreamPumpTest implements StreamPump.Inbox {

    private static final int PREFILL = 320;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<String> said = new ArrayList<>();
    private final DeviceAudio audio = new DeviceAudio();
    private final PortCounters counters = new PortCounters();
    private boolean keep = true;
    private long now = 1;
    private final SerialLink link = new SerialLink() {
        @Override
        public void open(Receiver receiver) {
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (keep) {
                written.write(bytes, offset, length);
            }
        }

        @Override
        public void close() {
        }

        @Override
        public String describe() {
            return "fake";
        }
    };
    private final StreamPump pump = new StreamPump(link, audio, counters, this);

    @BeforeEach
    void connect() {
        pump.expectStream(org.tipring.tdm.modem.StreamCoding.MU_LAW);
        feed("\r\nCONNECT\r\n");
    }

    @Test
    void theModemGetsItsReserveFirstAndThenAsMuchAsItGivesNeverMoreThanTwentyMillisecondsLater() {
        assertThat(written.toByteArray()).hasSize(PREFILL).containsOnly(ULaw.SILENCE);
        written.reset();
        int received = 0;
        for (int size : new int[] {64, 1, 333, 1500}) {
            pump.bytes(samples(size), size, 1);
            received += size;
            assertThat(written.size()).as("without any sound to send").isEqualTo(Math.max(0, received - 160));
        }
    }

    @Test
    void soundOfTheMediaThreadIsShieldedAndFollowedBySilenceWhereItHasNone() {
        written.reset();
        short[] frame = new short[Pcm.FRAME];
        Arrays.fill(frame, ULaw.decode((byte) 0x10));
        audio.write(frame);
        pump.bytes(samples(200), 200, 1);
        byte[] out = written.toByteArray();
        assertThat(out).hasSize(2 * 160).containsOnly(0x10);
        assertThat(counters.silentSamples.sum()).as("a late media thread has 20 ms").isZero();
        written.reset();
        pump.bytes(samples(200), 200, 1);
        assertThat(written.toByteArray()).hasSize(40 + 200 - 160).containsOnly(ULaw.SILENCE);
        assertThat(counters.silentSamples.sum()).isEqualTo(80);
    }

    @Test
    void whatTheModemHearsReachesTheMediaThread() {
        byte[] in = samples(160);
        pump.bytes(in, 160, 1);
        short[] frame = new short[Pcm.FRAME];
        assertThat(audio.read(frame)).isTrue();
        for (int i = 0; i < 160; i++) {
            assertThat(frame[i]).isEqualTo(ULaw.decode(in[i]));
        }
    }

    @Test
    void afterAnUnderrunTheModemGetsALargerReserveInsteadOfThePast() {
        pump.bytes(samples(1000), 1000, 1);
        written.reset();
        // The reader was late by 800 samples; the modem played silence in their stead.
        feed("\u00ff".repeat(320) + "\u0010u" + "\u00ff".repeat(480));
        assertThat(written.size()).isEqualTo(480);
        written.reset();
        feed("\u00ff".repeat(480) + "\u0010u");
        assertThat(written.size()).as("never more than 60 ms").isEqualTo(480);
        assertThat(counters.underruns.sum()).isEqualTo(2);
    }

    @Test
    void aStallThatIsReadInPiecesLeavesNoDelayInTheModem() {
        String packet = "\u00ff".repeat(64);
        talk(packet.repeat(40), 320);
        written.reset();
        // 200 ms late; the reserve ended after 40 ms of them. Everything comes at once, in the pieces that the modem made.
        for (int i = 0; i < 25; i++) {
            talk(i == 5 ? "\u0010u" + packet : packet, i == 0 ? 200 : 0);
        }
        assertThat(written.size()).as("late answers to what came before the underrun").isEqualTo(PREFILL);
        talk(packet, 8);
        assertThat(written.size()).as("brought up to the larger reserve").isEqualTo(480);
        talk(packet, 8);
        assertThat(written.size()).as("and on as before").isEqualTo(480 + 64);
    }

    /// A read, with as much sound from the media thread.
    private void talk(String bytes, int afterMillis) {
        while (audio.pendingToDevice() < bytes.length()) {
            audio.write(new short[Pcm.FRAME]);
        }
        feed(bytes, afterMillis);
    }

    @Test
    void whatTheMediaThreadSaidDuringAnUnderrunIsNotSaidAfterIt() {
        feed("\u00ff".repeat(1000));
        for (int i = 0; i < 4; i++) {
            audio.write(new short[Pcm.FRAME]);
        }
        feed("\u00ff".repeat(320) + "\u0010u" + "\u00ff".repeat(480));
        assertThat(audio.pendingToDevice()).isZero();
        assertThat(counters.staleSamples.sum()).isEqualTo(640 - 480);
    }

    @Test
    void aComplaintBeforeTheReserveHasArrivedIsOnlyCounted() {
        written.reset();
        feed("\u0010u" + "\u00ff".repeat(224));
        assertThat(written.size()).isEqualTo(224 - 160);
        assertThat(counters.underruns.sum()).isEqualTo(1);
    }

    @Test
    void soundThatWaitsTooLongIsDropped() {
        short[] frame = new short[Pcm.FRAME];
        for (int i = 0; i < 10; i++) {
            audio.write(frame);
        }
        pump.bytes(samples(64), 64, 1);
        assertThat(counters.staleSamples.sum()).isEqualTo(1600 - 480);
        assertThat(audio.pendingToDevice()).isEqualTo(480 - 64);
    }

    @Test
    void notOneSampleFollowsTheLeavingCodes() {
        pump.leave(new byte[] {0x10, '^'});
        pump.bytes(samples(500), 500, 1);
        byte[] out = written.toByteArray();
        assertThat(out).hasSize(PREFILL + 2);
        assertThat(out[PREFILL + 1]).isEqualTo((byte) '^');
        feed("\u0010\u0003\r\nOK\r\n");
        assertThat(said).containsExactly("CONNECT", "{", "}", "OK");
    }

    @Test
    void codesGoToTheControlThreadAndCountersStayHere() {
        said.clear();
        feed("\u00ff\u0010d\u0010b\u0010o\u0010/\u00105\u0010~");
        assertThat(said).containsExactly("<d>", "<b>", "<5>", "<~>");
        assertThat(counters.overruns.sum()).isEqualTo(1);
        assertThat(counters.dtmfShields.sum()).isEqualTo(1);
    }

    @Test
    void soundIsMovedWithoutAllocation() {
        keep = false;
        byte[] in = samples(160);
        short[] frame = new short[Pcm.FRAME];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            move(in, frame);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            move(in, frame);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes for 200 s of sound").isLessThan(10_000);
    }

    private void move(byte[] in, short[] frame) {
        pump.bytes(in, in.length, 1);
        while (audio.read(frame)) {
            audio.write(frame);
        }
    }

    private void feed(String bytes) {
        feed(bytes, 1_000);
    }

    /// @param afterMillis since the read before
    private void feed(String bytes, int afterMillis) {
        byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        now += afterMillis * 1_000_000L;
        pump.bytes(all, all.length, now);
    }

    /// Nothing that looks like a DLE.
    private static byte[] samples(int count) {
        byte[] samples = new byte[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (byte) (0x20 + i % 64);
        }
        return samples;
    }

    @Override
    public void line(String line, long atNanos) {
        said.add(line);
    }

    @Override
    public void dle(int code, long atNanos) {
        said.add("<" + (char) code + ">");
    }

    @Override
    public void streamStarted(long atNanos) {
        said.add("{");
    }

    @Override
    public void streamEnded(long atNanos) {
        said.add("}");
    }

    @Override
    public void gone(String why) {
        said.add(why);
    }
}
