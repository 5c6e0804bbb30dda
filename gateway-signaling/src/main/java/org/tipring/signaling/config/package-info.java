/// The configuration files as records; a mistake stops the start with file, line, reason and remedy. Commons Configuration is seen here only.
package org.tipring.signaling.config;
