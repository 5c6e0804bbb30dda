package org.tipring.signaling.control.service;

/// What the services of analog telephones remember over a restart. Control thread; must not block.
public interface ServiceMemory {

    ServiceMemory NONE = new ServiceMemory() {
        @Override
        public ServiceState read(String telephone) {
            return ServiceState.NOTHING;
        }

        @Override
        public void write(String telephone, ServiceState state) {
            // Forgotten with the process.
        }

        @Override
        public void whenKept(Runnable then) {
            then.run();
        }
    };

    ServiceState read(String telephone);

    void write(String telephone, ServiceState state);

    /// @param then is run by the control thread, maybe before this returns, once a restart would find all that was written until now (or it has
    /// turned out that nothing can be kept)
    void whenKept(Runnable then);
}
