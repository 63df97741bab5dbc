// SPDX-License-Identifier: Apache-2.0
// What the configuration means for each room. Clocks, signers and people outlive what is made here.
#pragma once

#include "pinned_certificates.hpp"
#include "service.hpp"
#include "tocsin/access/people.hpp"
#include "tocsin/filing/filing.hpp"
#include "tocsin/guard/mass_changes.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/library/conversions.hpp"
#include "tocsin/library/examinations.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/proof/bundles.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/schedule/loops.hpp"
#include "tocsin/schedule/schedule.hpp"
#include "tocsin/session/clock.hpp"
#include "tocsin/warnings/warnings.hpp"

namespace tocsin::app {

/// Uploads that media workers look at at the same time.
inline constexpr int kProbesAtOnce = 2;

[[nodiscard]] library::Quotas quotasOf(config::ControllerConfig const& config);
[[nodiscard]] schedule::SiteTimes siteTimes(config::ControllerConfig const& config);
[[nodiscard]] library::LibrarySettings librarySettings(Options const& options,
                                                       session::Clock& clock);
/// Without a signer: for what only asks how to convert.
[[nodiscard]] library::ConversionSettings conversionSettings(Options const& options,
                                                             session::Clock& clock,
                                                             keys::Signer const* signer);
[[nodiscard]] library::ExaminationSettings examinationSettings(Options const& options,
                                                               session::Clock& clock);
[[nodiscard]] schedule::ReviewSettings reviewSettings(config::ControllerConfig const& config);
[[nodiscard]] schedule::LoopSettings loopSettings(Options const& options, session::Clock& clock);
[[nodiscard]] proof::BundleSettings bundleSettings(Options const& options, session::Clock& clock);
[[nodiscard]] access::PeopleSettings peopleSettings(Options const& options, session::Clock& clock);
[[nodiscard]] guard::GuardSettings guardSettings(Options const& options, session::Clock& clock,
                                                 access::People const& people);
[[nodiscard]] reports::ReportSettings reportSettings(Options const& options, session::Clock& clock);
/// The library prints for it; the schedule prints approval forms for inspection packages.
[[nodiscard]] filing::FilingSettings filingSettings(Options const& options, session::Clock& clock,
                                                    library::Library& library,
                                                    schedule::Schedule& schedule,
                                                    keys::Signer const& signer);
[[nodiscard]] warnings::WarningSettings warningSettings(Options const& options,
                                                        PinnedCertificates const& pinned);

}  // namespace tocsin::app
