package org.tipring.tdm.emulator;

/// The voices that the emulated world has.
public final class Voices {

    private Voices() {
    }

    /// Says nothing.
    public static final class Silence implements Voice {
        @Override
        public void speak(short[] into, int offset, int samples) {
            java.util.Arrays.fill(into, offset, offset + samples, (short) 0);
        }
    }

    /// Plays samples, once or over and over.
    public static final class Recording implements Voice {
        private final short[] samples;
        private final boolean forEver;
        private int position;

        public Recording(short[] samples, boolean forEver) {
            this.samples = samples;
            this.forEver = forEver;
        }

        @Override
        public void speak(short[] into, int offset, int count) {
            for (int i = 0; i < count; i++) {
                if (position == samples.length && forEver) {
                    position = 0;
                }
                into[offset + i] = position < samples.length ? samples[position++] : 0;
            }
        }
    }

    /// Gives back what it hears.
    public static final class Echo implements Voice {
        private final short[] delay;
        private int position;

        public Echo(int delayMillis) {
            delay = new short[delayMillis * 8];
        }

        @Override
        public void speak(short[] into, int offset, int samples) {
            int at = position;
            for (int i = 0; i < samples; i++) {
                into[offset + i] = delay[at];
                at = at + 1 == delay.length ? 0 : at + 1;
            }
        }

        @Override
        public void hear(short[] heard, int offset, int samples) {
            for (int i = 0; i < samples; i++) {
                delay[position] = heard[offset + i];
                position = position + 1 == delay.length ? 0 : position + 1;
            }
        }
    }

    /// Three rising notes, then a pip of 1000 Hz at each second.
    public static final class Pips implements Voice {
        private long position;

        @Override
        public void speak(short[] into, int offset, int samples) {
            for (int i = 0; i < samples; i++) {
                into[offset + i] = Sounds.clock(position++);
            }
        }
    }

    /// Speech-like sound: a voice that says no words.
    public static final class Announcement implements Voice {
        private final Recording speech = new Recording(Sounds.SPEECH, true);

        @Override
        public void speak(short[] into, int offset, int samples) {
            speech.speak(into, offset, samples);
        }
    }
}
