/**
 * Proof that this program wrote a file for this user: message authentication codes with a key in the user's state
 * directory. Files in a fleet's directory may come from the repository of a stranger.
 */
package dev.imagemanager.seal;
