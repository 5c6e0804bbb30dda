package org.tipring.tdm.emulator;

/// One thing at a time to do later: what is armed anew forgets what was armed before.
final class OneTimer {

    private final Agenda agenda;
    private Agenda.Entry entry;

    OneTimer(Agenda agenda) {
        this.agenda = agenda;
    }

    void arm(long at, Agenda.Action action) {
        disarm();
        entry = agenda.at(at, action);
    }

    void disarm() {
        if (entry != null) {
            entry.cancel();
            entry = null;
        }
    }
}
