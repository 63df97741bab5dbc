// SPDX-License-Identifier: Apache-2.0
// What was carried here by hand, obeyed on the link's thread as if a session had brought it.
#include <boost/asio/post.hpp>
#include <future>

#include "link/link.hpp"

namespace tocsin::player {
namespace asio = boost::asio;

void Link::onThread(std::function<void()> task) {
    std::packaged_task<void()> work(std::move(task));
    auto done = work.get_future();
    asio::post(io_, [&work] { work(); });
    done.get();
}

std::optional<Bond> Link::bond() {
    std::optional<Bond> out;
    onThread([&] { out = bond_; });
    return out;
}

messages::Status Link::status() {
    messages::Status out;
    onThread([&] { out = parts_.status(); });
    return out;
}

void Link::showEnrolment(std::string const& code) {
    onThread([&] {
        if (!bond_ && current_ == nullptr) {
            parts_.showCode(code, "");
        }
    });
}

CarriedReceipt Link::obey(Carried const& carried) {
    CarriedReceipt out;
    onThread([&] { out = obeyOnThread(carried); });
    return out;
}

/// As by a welcome. A player that met no network has nobody's certificate to pin: the key set says
/// which authority the controller has, should there be a connection some day.
void Link::beBound(Carried const& carried) {
    Bond const bond{carried.trust, carried.screen, carried.screenName};
    if (bond_ == bond) {
        return;
    }
    bool const isNew = !bond_;
    bond_ = bond;
    needCode_ = false;
    if (auto done = saveBond(parts_.bondFile, bond); !done) {
        parts_.findings.set("bond", done.error().message);
        parts_.log.error("event=pin-not-saved err=\"{}\"", done.error().message);
    } else {
        parts_.findings.clear("bond");
    }
    parts_.log.info("event=bound screen={} root={} by=carried", bond.screen.str(),
                    bond.trust.set.root.fingerprint());
    parts_.plans.trust(bond.trust);
    parts_.orders.trust(bond.trust);
    parts_.warnings.trust(bond.trust);
    if (isNew) {
        parts_.plans.bindTo(bond.screen);
        parts_.orders.bindTo(bond.screen);
        parts_.warnings.bindTo(bond.screen);
        parts_.camera.bindTo(bond.screen);
        parts_.showCode("", "");
    }
    parts_.bound(bond);
}

CarriedReceipt Link::obeyOnThread(Carried const& carried) {
    beBound(carried);
    CarriedReceipt out;
    auto const now = parts_.fleet.now();
    for (auto const& body : carried.told) {
        if (auto const* raised = std::get_if<messages::WarningOffer>(&body)) {
            (void)parts_.warnings.offer(raised->delivery, carried.screen, now);
        } else if (auto const* command = std::get_if<messages::CommandOffer>(&body)) {
            (void)parts_.orders.offer(command->envelope, carried.screen, now);
        } else if (auto const* offer = std::get_if<messages::ManifestOffer>(&body)) {
            out.manifest = parts_.plans.offer(offer->envelope, carried.screen, now);
            auto const plan = parts_.plans.plan();
            if (out.manifest.accepted && plan->manifest()) {
                parts_.warnings.embedded(plan->manifest()->warnings, carried.screen, now);
            }
        }
    }
    wakeWarnings();
    out.status = parts_.status();
    return out;
}

}  // namespace tocsin::player
