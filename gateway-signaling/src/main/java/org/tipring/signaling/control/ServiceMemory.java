package org.tipring.signaling.control;

/// What the services of analog telephones remember over a restart. Control thread; must not block.
public interface ServiceMemory {

    ServiceMemory NONE = new ServiceMemory() {
        @Override
        public Kept read(String telephone) {
            return Kept.NOTHING;
        }

        @Override
        public void write(String telephone, Kept kept) {
            // Forgotten with the process.
        }
    };

    /// @param dialled the number dialled last; @param caller who called last; both empty: nobody
    record Kept(String dialled, String caller, boolean undisturbed) {

        public static final Kept NOTHING = new Kept("", "", false);
    }

    Kept read(String telephone);

    void write(String telephone, Kept kept);
}
