package org.tipring.signaling.sip;

import gov.nist.core.CommonLogger;
import java.text.ParseException;

/// A SIP message as the stack's parser gets it: read, or refused with a `ParseException`; what was read can be written.
public final class SipFuzz {

    static {
        // As the stack does when it starts; without it the parser looks for log4j 1.x.
        CommonLogger.useLegacyLogger = true;
        CommonLogger.legacyLogger = new StackLog();
    }

    private SipFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            var message = new StrictParser().parseSIPMessage(data, true, false, null);
            if (message != null) {
                message.encode();
            }
        } catch (ParseException refused) {
            // As it should be.
        }
    }
}
