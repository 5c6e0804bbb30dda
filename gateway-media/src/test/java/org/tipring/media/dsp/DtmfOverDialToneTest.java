package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.ALaw;
import org.tipring.media.pcm.Pcm;

/// Keys while a dial tone sounds (ITU-T Q.24 and TIA-464 ask for it; the level is what the dial tones of ITU-T E.180 may have). The dial tones
/// are those of the country packs.
class DtmfOverDialToneTest {

    private static final String KEYS = "1472580369*#ABCD";

    /// @param frequencies each at `dialDbm0`; @param modulation Hz, or 0
    @ParameterizedTest(name = "{0} Hz at {2} dBm0, keys at {3}")
    @CsvSource({
        "350+440,0,-13,-9", "350+440,0,-10,-12", "350+440,0,-15,-20", "350+440,0,-10,-18",
        "425,0,-10,-9", "425,0,-10,-20", "425,0,-15,-25", "400,0,-10,-12", "440,0,-10,-12", "450,0,-10,-12", "414,0,-10,-12", "420,0,-10,-12",
        "413+438,0,-10,-12", "400+425+450,0,-10,-12", "400,25,-10,-12", "400,33,-10,-12", "400,50,-10,-12"})
    void areHeard(String frequencies, double modulation, double dialDbm0, double keyDbm0) {
        for (int lead = 0; lead < DtmfDetector.BLOCK; lead += 9) {
            short[] pcm = new short[8 * (400 + 16 * 120)];
            new DtmfGenerator(KEYS, 60, 60, keyDbm0).next(pcm, 2400 + lead, pcm.length - 2400 - lead);
            for (int i = 0; i < pcm.length; i++) {
                double t = 2 * Math.PI * i / Pcm.RATE;
                double sum = 0;
                for (String hertz : frequencies.split("\\+")) {
                    sum += LevelMeter.amplitude(dialDbm0) * Math.sin(t * Double.parseDouble(hertz));
                }
                double swing = modulation == 0 ? 1 : 0.5 + 0.5 * Math.cos(t * modulation);
                pcm[i] = ALaw.decode(ALaw.encode((short) Math.clamp(Math.round(pcm[i] + swing * sum), Short.MIN_VALUE, Short.MAX_VALUE)));
            }
            assertThat(DtmfDetectorTest.listen(pcm)).as("begin at %d", lead).isEqualTo(KEYS);
        }
    }
}
