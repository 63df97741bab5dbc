// SPDX-License-Identifier: Apache-2.0
// tocsin-swarm: a fleet of simulated players, for tests and measurements.
#include "swarm_program.hpp"

int main(int argc, char** argv) {
    return tocsin::swarm::swarmProgram(std::vector<std::string>(argv, argv + argc));
}
