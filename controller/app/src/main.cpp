// SPDX-License-Identifier: Apache-2.0
// tocsin-controller on the system's clock.
#include "tocsin/app/controller.hpp"

int main(int argc, char** argv) {
    auto const clock = tocsin::session::systemClock();
    return tocsin::app::runController(argc, argv, *clock);
}
