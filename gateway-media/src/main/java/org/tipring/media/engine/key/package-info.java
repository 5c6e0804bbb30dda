/// Keys in a call: heard on lines, kept out of the sound that goes beside them as events, sent as long as they are held.
package org.tipring.media.engine.key;
