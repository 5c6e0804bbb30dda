package org.tipring.signaling.sip;

import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;

/// Gives the stack our [StrictParser]; the stack makes this one by name.
public final class StrictParserFactory implements MessageParserFactory {

    private static final StrictParser PARSER = new StrictParser();

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return PARSER;
    }
}
