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
    };

    ServiceState read(String telephone);

    void write(String telephone, ServiceState state);
}
