package diner.worker.handler.cleaning;

import diner.shared.message.CleanHouse;

/**
 * What cleaning one room yields; its pixels are in the house already.
 *
 * @param dirtyPixels how many pixels of the room were found dirty
 */
record CleanedRoom(CleanHouse.Room room, long dirtyPixels) {}
