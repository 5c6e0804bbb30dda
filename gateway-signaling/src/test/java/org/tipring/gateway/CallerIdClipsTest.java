package org.tipring.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.net.WavFile;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerIdReceiver;
import org.tipring.tdm.callerid.CallerIdSender;
import org.tipring.tdm.callerid.LineMessage.CallSetup;
import org.tipring.tdm.line.LineId;

class CallerIdClipsTest {

    @TempDir
    private Path folder;

    /// 20 ms of it are gone: the checksum is wrong.
    @Test
    void whatWasHeardAndNotUnderstoodIsKeptAsItWas() throws Exception {
        CallerIdSender sender = CallerIdSender.onHook(FskTones.BELL_202, CallerIdSender.Format.MDMF, CallSetup.of(CallerId.of("5551234", "MARY")), -15);
        CallerIdReceiver receiver = new CallerIdReceiver();
        short[] line = new short[4 * Pcm.RATE];
        for (int at = 0; !sender.done(); at += Pcm.FRAME) {
            sender.next(line, at, Pcm.FRAME);
        }
        int last = line.length - 1;
        while (line[last] == 0) {
            last--;
        }
        Arrays.fill(line, last - 1_000, last - 840, (short) 0);
        int at = 0;
        for (; at < line.length && !receiver.failed(); at += Pcm.FRAME) {
            assertThat(receiver.process(line, at, Pcm.FRAME)).isEmpty();
        }
        assertThat(receiver.failed()).isTrue();
        CallerIdClips clips = new CallerIdClips(folder.resolve("kept"), InstantSource.fixed(Instant.parse("2026-11-25T21:15:30Z")));
        clips.keep(new LineId("fxo1"), receiver.clip()).join();
        assertThat(clips.count().figure().getAsLong()).isEqualTo(1);
        WavFile kept = WavFile.read(folder.resolve("kept/20261125-211530-fxo1-caller-id-1.wav"));
        assertThat(kept.rate()).isEqualTo(Pcm.RATE);
        assertThat(kept.channels()[0]).isEqualTo(Arrays.copyOf(line, at));
    }
}
