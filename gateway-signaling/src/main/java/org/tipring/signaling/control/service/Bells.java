package org.tipring.signaling.control.service;

import java.util.List;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.LineId;

/// Telephones that can be rung for no call. Control thread.
public interface Bells {

    List<LineId> ids();

    boolean onHook(LineId id);

    /// The usual ring.
    void ringFor(LineId id, LineMessage.CallSetup what);

    void ringNoMore(LineId id);

    /// It was lifted and hears that all is done.
    void thank(LineId id);
}
