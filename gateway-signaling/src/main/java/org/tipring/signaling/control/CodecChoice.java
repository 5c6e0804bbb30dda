package org.tipring.signaling.control;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tipring.media.codec.AudioFormat;

/// Which codecs a leg is offered or answered, the best first: of what the operator allows there, what its other side speaks already or may,
/// so that nothing has to be transcoded. Owned by the control thread.
final class CodecChoice {

    private CodecChoice() {
    }

    /// For an answer, or the first offer.
    static List<AudioFormat> first(CallLeg.Sip leg) {
        CallLeg caller = leg.call().caller;
        if (leg.call().clearChannel) {
            return leg.codecs.clear();
        }
        return switch (speaks(leg == caller ? leg.call().joined : caller)) {
            case CallLeg.Sip other when leg != caller -> leg.codecs.towards(likely(other));
            case CallLeg.Sip other when other.agreed != null -> leg.codecs.towards(other.agreed.format());
            case CallLeg.Sip _ -> leg.codecs.codecs();
            case CallLeg.OnLine _, CallLeg.OnTelephone _, CallLeg.StandIn _ -> leg.codecs.towardsLine();
            case null -> leg.codecs.towardsLine();
        };
    }

    /// Behind a leg that stands for another call's far end: that one.
    private static CallLeg speaks(CallLeg other) {
        CallLeg speaks = other;
        while (speaks != null && speaks.through != null) {
            speaks = speaks.through.far();
        }
        return speaks;
    }

    /// What a caller speaks, or may come to speak.
    private static List<AudioFormat> likely(CallLeg.Sip caller) {
        if (caller.sdpSent && caller.agreed != null) {
            return List.of(caller.agreed.format());
        }
        return caller.codecs.codecs().stream()
                .filter(own -> caller.offered.isEmpty() || caller.offered.stream().anyMatch(own::isSameCodec)).toList();
    }

    /// For an offer of ours. Within a call: what is spoken first, under the payload type that it has (RFC 3264 section 8.3.2).
    static List<AudioFormat> offer(CallLeg.Sip leg) {
        if (leg.call().clearChannel) {
            return List.of(law(leg.call()));
        }
        return leg.agreed == null ? first(leg) : again(leg);
    }

    private static List<AudioFormat> again(CallLeg.Sip leg) {
        AudioFormat spoken = leg.agreed.format();
        List<AudioFormat> formats = new ArrayList<>();
        for (AudioFormat own : leg.codecs.towards(spoken)) {
            boolean same = own.isSameCodec(spoken);
            if (same || own.payloadType() != spoken.payloadType()) {
                formats.add(same ? new AudioFormat(own.encoding(), spoken.payloadType(), own.clockRate(), own.parameters()) : own);
            }
        }
        return formats;
    }

    /// For the answer to a new offer within a call: what is spoken goes on if it can.
    static List<AudioFormat> renewed(CallLeg.Sip leg) {
        return leg.agreed == null || leg.call().clearChannel ? first(leg) : leg.codecs.towards(leg.agreed.format());
    }

    /// The caller's law, so that no sample is converted on its way; mu-law where that is not known.
    private static AudioFormat law(ActiveCall active) {
        return Stream.of(AudioFormat.PCMU, AudioFormat.PCMA)
                .filter(format -> active.caller instanceof CallLeg.Sip leg && leg.agreed != null && leg.agreed.format().isSameCodec(format))
                .findFirst().orElse(AudioFormat.PCMU);
    }

    static String name(AudioFormat format) {
        return format.isSameCodec(AudioFormat.L16_WIDE) ? "L16/16000" : format.encoding();
    }

    /// What is spoken with each side of a call, the caller first: `PCMA, OPUS`.
    static String names(ActiveCall active) {
        List<String> names = new ArrayList<>();
        for (CallLeg leg : new CallLeg[] {active.caller, active.joined}) {
            if (leg instanceof CallLeg.Sip sip && sip.agreed != null) {
                names.add(name(sip.agreed.format()));
            }
        }
        return String.join(", ", names);
    }
}
