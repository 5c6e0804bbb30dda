package org.tipring.tdm.emulator;

/// What a person or a machine on the far telephone says and hears while connected. One instance lives for one call.
///
/// Samples are 16-bit linear at 8000 a second. Called on the emulator's thread, in pieces of any length; must not allocate.
public interface Voice {

    /// Puts the next `samples` samples of what is said into the array.
    void speak(short[] into, int offset, int samples);

    /// What came from the other end at the same time.
    default void hear(short[] heard, int offset, int samples) { }

    /// A DTMF key that the other end pressed; its sound has been [#hear]d as well where it came as sound.
    default void key(char key) { }
}
