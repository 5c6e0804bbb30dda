package org.tipring.signaling.routing;

/// A service that an analog telephone dials for. What is dialled for each is in lines.ini (`[star-codes]`), never here.
public enum StarCode {
    /// Calls the number dialled last.
    REDIAL("redial", Takes.NOTHING),
    /// Calls who called last.
    CALL_RETURN("call return", Takes.NOTHING),
    /// Before a number: it is called without ours being shown.
    WITHHOLD("withhold number", Takes.CALL),
    /// Before a number: ours is shown in this call, whatever is set.
    SHOW("show number", Takes.CALL),
    WITHHOLD_ALWAYS("withhold always", Takes.NOTHING),
    SHOW_ALWAYS("show always", Takes.NOTHING),
    /// The telephone is busy to all.
    DO_NOT_DISTURB("do not disturb", Takes.NOTHING),
    DISTURB("disturb", Takes.NOTHING),
    FORWARD("forward", Takes.NUMBER),
    FORWARD_OFF("forward off", Takes.NOTHING),
    FORWARD_ASK("forward ask", Takes.NOTHING),
    FORWARD_BUSY("forward busy", Takes.NUMBER),
    FORWARD_BUSY_OFF("forward busy off", Takes.NOTHING),
    FORWARD_BUSY_ASK("forward busy ask", Takes.NOTHING),
    FORWARD_NO_ANSWER("forward no answer", Takes.NUMBER),
    FORWARD_NO_ANSWER_OFF("forward no answer off", Takes.NOTHING),
    FORWARD_NO_ANSWER_ASK("forward no answer ask", Takes.NOTHING),
    /// Who withholds the number is refused.
    REJECT_ANONYMOUS("reject anonymous", Takes.NOTHING),
    TAKE_ANONYMOUS("take anonymous", Takes.NOTHING),
    /// Takes the call that rings at another telephone of the group.
    PICK_UP("pick up", Takes.NOTHING),
    /// Takes the call that rings at the telephone of this number.
    PICK_UP_OF("pick up of", Takes.NUMBER),
    /// After a flash: leaves the call that is held at a place of all telephones.
    PARK("park", Takes.PLACE),
    /// Takes the call that was left there.
    RETRIEVE("retrieve", Takes.PLACE),
    SPEED_DIAL("speed dial", Takes.PLACE),
    SPEED_DIAL_SET("speed dial set", Takes.PLACE_AND_NUMBER),
    /// Four digits: hours and minutes.
    WAKE_UP("wake-up", Takes.TIME),
    WAKE_UP_OFF("wake-up off", Takes.NOTHING),
    WAKE_UP_ASK("wake-up ask", Takes.NOTHING);

    /// What is dialled behind the code.
    public enum Takes {
        NOTHING,
        /// A number that is then called.
        CALL,
        /// A number that is kept or looked up.
        NUMBER,
        /// One digit.
        PLACE,
        PLACE_AND_NUMBER,
        TIME
    }

    private final String key;
    private final Takes takes;

    StarCode(String key, Takes takes) {
        this.key = key;
        this.takes = takes;
    }

    /// As lines.ini writes it.
    public String key() {
        return key;
    }

    public Takes takes() {
        return takes;
    }
}
