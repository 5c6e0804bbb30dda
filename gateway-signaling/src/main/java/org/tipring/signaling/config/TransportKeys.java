package org.tipring.signaling.config;

import org.tipring.signaling.config.TransportSection.Srtp;
import org.tipring.signaling.config.TransportSection.SrtpKeys;
import org.tipring.signaling.config.TransportSection.SymmetricRtp;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;

/// The keys of an interface that say how its sound travels: the same for telephones and for each trunk.
final class TransportKeys {

    private TransportKeys() {
    }

    /// @param otherwise where nothing is said
    static TransportSection read(Fields fields, Mistakes mistakes, TransportSection otherwise) {
        Entry srtp = fields.take("srtp");
        Srtp policy = srtp == null ? otherwise.srtp()
                : Fields.word(srtp.value(), srtp.valuePlace(), "'srtp'", Srtp.class, otherwise.srtp(), mistakes);
        SrtpKeys keys = fields.word("srtp keys", SrtpKeys.class, otherwise.keys());
        Entry symmetric = fields.take("symmetric rtp");
        SymmetricRtp learn = symmetric == null ? otherwise.symmetric()
                : Fields.word(symmetric.value(), symmetric.valuePlace(), "'symmetric rtp'", SymmetricRtp.class, otherwise.symmetric(), mistakes);
        if (policy != Srtp.OFF && keys == SrtpKeys.SDES) {
            mistakes.warning(srtp.valuePlace(), "the keys of SRTP go through SIP over UDP or TCP, where whoever can read it can hear the calls",
                    "write 'srtp keys = dtls', if the other side can do that");
        }
        if (learn == SymmetricRtp.ANY && policy != Srtp.REQUIRED) {
            mistakes.warning(symmetric.valuePlace(), "whoever sends to the port of a call first, from wherever, gets its sound",
                    "write 'symmetric rtp = always', unless sound and SIP come from different hosts behind one NAT");
        }
        return new TransportSection(policy, keys, learn, fields.yes("tell hold", otherwise.tellsHold()), otherwise.refers());
    }
}
