package org.tipring.signaling.sdp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.sdp.TransportTerms.Keying;
import org.tipring.signaling.sdp.TransportTerms.Policy;

/// Session descriptions as offers and as answers, under every policy: taken or refused; what we answer can be read, and answers every stream.
public final class SdpFuzz {

    private static final String FINGERPRINT = "sha-256 " + "AB:".repeat(31) + "CD";
    private static final List<AudioFormat> FORMATS = List.of(AudioFormat.PCMA, AudioFormat.PCMU);

    private SdpFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (Policy policy : Policy.values()) {
            TransportTerms terms = new TransportTerms(policy, Keying.SDES, FINGERPRINT);
            Answer answer = OfferAnswer.answer(text, "192.0.2.9", 5000, FORMATS, true, Direction.SENDRECV, terms, 8, 1);
            if (answer instanceof Answer.Accepted accepted) {
                check(text, accepted, policy, terms);
            }
            String ours = OfferAnswer.offer("192.0.2.1", 4000, FORMATS, 101, 20, Direction.SENDRECV, terms, 7, 1);
            try {
                Agreement agreed = OfferAnswer.agreed(ours, text, terms);
                secured(agreed, policy);
            } catch (SdpException refused) {
                // As it should be.
            }
        }
    }

    private static void check(String offer, Answer.Accepted accepted, Policy policy, TransportTerms terms) {
        secured(accepted.agreement(), policy);
        try {
            long theirs = SdpReader.session(offer, terms).media().size();
            long ours = SdpReader.session(accepted.sdp(), terms).media().size();
            if (theirs != ours) {
                throw new AssertionError(theirs + " streams offered, " + ours + " answered");
            }
        } catch (SdpException unreadable) {
            throw new AssertionError("what was accepted, or our answer, cannot be read: " + accepted.sdp(), unreadable);
        }
    }

    private static void secured(Agreement agreement, Policy policy) {
        boolean clear = agreement.transport().security() instanceof AgreedTransport.Security.None;
        if (clear && policy == Policy.REQUIRED || !clear && policy == Policy.OFF) {
            throw new AssertionError(policy + " came to " + agreement.transport().security());
        }
    }
}
