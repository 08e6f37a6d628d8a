package diner.worker.handler.cleaning;

import diner.shared.message.CleanHouse;

/**
 * What cleaning one room yields; its pixels are in the house already. Findings add up to those of
 * the house.
 */
record CleanedRoom(CleanHouse.Room room, Findings findings) {}
