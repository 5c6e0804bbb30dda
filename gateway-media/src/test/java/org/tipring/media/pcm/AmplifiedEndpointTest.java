package org.tipring.media.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AmplifiedEndpointTest {

    /// Gives back what it was told.
    private static final class Mirror implements AudioEndpoint {
        private final short[] kept = new short[Pcm.FRAME];

        @Override
        public boolean read(short[] frame) {
            System.arraycopy(kept, 0, frame, 0, Pcm.FRAME);
            return true;
        }

        @Override
        public void write(short[] frame) {
            System.arraycopy(frame, 0, kept, 0, Pcm.FRAME);
        }
    }

    @Test
    void eachDirectionHasItsOwnGainAndNothingWrapsRound() {
        AudioEndpoint line = AmplifiedEndpoint.of(new Mirror(), 6.0206, -12.0412);
        short[] said = new short[Pcm.FRAME];
        Arrays.fill(said, (short) 4000);
        line.write(said);
        assertThat(said).as("the caller's own frame is his").containsOnly((short) 4000);
        short[] heard = new short[Pcm.FRAME];
        assertThat(line.read(heard)).isTrue();
        assertThat(heard).containsOnly((short) 2000);

        AudioEndpoint loud = AmplifiedEndpoint.of(new Mirror(), 20, 20);
        Arrays.fill(said, (short) -4000);
        loud.write(said);
        loud.read(heard);
        assertThat(heard).containsOnly(Short.MIN_VALUE);
    }

    @Test
    void aLineThatIsRightIsLeftAlone() {
        Mirror line = new Mirror();
        assertThat(AmplifiedEndpoint.of(line, 0, 0)).isSameAs(line);
    }
}
