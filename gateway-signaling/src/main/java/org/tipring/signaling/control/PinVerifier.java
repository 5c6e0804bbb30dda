package org.tipring.signaling.control;

import java.util.function.Consumer;

/// Who knows the PINs. Checking one takes its time on purpose, so the answer comes later.
public interface PinVerifier {

    /// Nobody has a PIN.
    PinVerifier NONE = (_, _, _, answer) -> answer.accept(false);

    /// @param who line and caller, so that guesses can be counted
    /// @param answer called on the control thread
    void verify(String store, String pin, String who, Consumer<Boolean> answer);
}
