package org.tipring.signaling.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tipring.signaling.config.GatewayConfig.CodecName;
import org.tipring.signaling.config.GatewayConfig.OnOff;
import org.tipring.signaling.config.GatewayConfig.SoundSection;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Spelling;

/// The keys `codecs` and `silence suppression`, which gateway.ini has for all and each telephone and trunk for itself.
final class SoundFields {

    private SoundFields() { }

    static SoundSection read(Fields fields, Mistakes mistakes) {
        Entry entry = fields.take("codecs");
        List<CodecName> codecs = new ArrayList<>();
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            CodecName codec = named(part.text());
            if (codec == null) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no codec that Tipring speaks",
                    Spelling.cure(part.text(), Stream.of(CodecName.values()).map(CodecName::toString).toList()));
            } else if (codecs.contains(codec)) {
                mistakes.error(part.place(), "'codecs' names " + codec + " twice", "remove one of them");
            } else {
                codecs.add(codec);
            }
        }
        return new SoundSection(codecs, fields.word("silence suppression", OnOff.class, null));
    }

    /// Names of codecs are written large or small (RFC 8866 section 6.6).
    private static CodecName named(String text) {
        return Stream.of(CodecName.values()).filter(codec -> codec.toString().equalsIgnoreCase(text)).findFirst().orElse(null);
    }
}
