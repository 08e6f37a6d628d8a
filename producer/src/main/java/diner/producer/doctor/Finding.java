package diner.producer.doctor;

/** One thing that is wrong, and what to do about it; each in a sentence for people. */
record Finding(String problem, String remedy) {}
