// SPDX-License-Identifier: Apache-2.0
// The session's messages: JSON objects with "type" and "id". PROTOCOL.md lists each with an
// example, and a test reads that file. Unknown members are ignored, unknown types are answered with
// an error, and neither ends a session.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/evidence.hpp"
#include "tocsin/messages/manifest.hpp"
#include "tocsin/messages/warning.hpp"

namespace tocsin::messages {

inline constexpr int kProtocolVersion = 1;
inline constexpr std::size_t kMaxMessageBytes = 1 << 20;
/// Of the controller's nonce in the challenge, and of the player's in the request for the session.
inline constexpr std::size_t kNonceBytes = 32;
inline constexpr char kHelloKind[] = "tocsin-hello/1";

/// Controller → player, first message of a session.
struct Challenge {
    int protocol = kProtocolVersion;
    PublicKey controller;   ///< the content key of the key set
    std::string nonce;      ///< 32 random bytes
    std::string keys = {};  ///< the key set's envelope, JSON text; empty: a controller from before
    Signature proof = {};   ///< challengeBytes(), by the session key of the key set
    bool operator==(Challenge const&) const = default;
};

/// Player → controller. `proof` signs kHelloKind ‖ 0 ‖ nonce ‖ controller key.
struct Hello {
    int protocol = kProtocolVersion;
    std::string software;  ///< "tocsin-player 0.1.0"
    PublicKey player;
    Signature proof;
    std::string token;        ///< one-time enrolment token, or empty
    std::string pairingCode;  ///< shown on the screen while unbound, or empty
    int width = 0, height = 0;
    int fpsNum = 25, fpsDen = 1;
    std::string boot;
    std::optional<ManifestVersion> have;   ///< newest manifest held, so that a reconnect moves none
    std::optional<ManifestVersion> order;  ///< newest order to be black, or to go on, obeyed
    /// Pixels a second of the house's films that one core decodes, as measured; 0: not known.
    std::int64_t decodeRate = 0;
    bool operator==(Hello const&) const = default;
};

/// Controller → player: bound to this screen. `acknowledged` is the ledger's mark for this player.
struct Welcome {
    ScreenId screen;
    std::string screenName;
    std::int64_t epoch = 0;         ///< epoch of the mark; 0 if the ledger has none
    std::int64_t acknowledged = 0;  ///< last row stored of that epoch
    std::int64_t batch = 0;         ///< last batch stored of that epoch
    /// SHA-256 of that batch's header, by which a player sees whether it is its own.
    std::optional<Digest> header = {};
    std::string ticket = {};  ///< to be shown when content is fetched; empty: none is needed
    bool operator==(Welcome const&) const = default;
};
/// Controller → player: not bound; keep the session and show the code until Welcome comes.
struct Pending {
    bool operator==(Pending const&) const = default;
};

/// Controller → player that is bound to no screen: it is a spare, and shall load these files
/// beforehand, the soonest needed first. Replaces what was said before.
struct SpareList {
    struct File {
        Digest digest;
        std::int64_t bytes = 0;
        std::string name;  ///< for people
        bool operator==(File const&) const = default;
    };
    std::string ticket;       ///< as Welcome::ticket
    std::vector<File> files;  ///< at most kMaxSpareFiles
    bool operator==(SpareList const&) const = default;
};
inline constexpr std::size_t kMaxSpareFiles = 2'000;
/// Player → controller: how far a spare has come.
struct SpareReport {
    std::int64_t wanted = 0;  ///< files that it was told to load
    std::int64_t here = 0;    ///< of these, on its disk and whole
    bool operator==(SpareReport const&) const = default;
};

/// Controller → player: is anybody there? Answered at once, whatever the player's state.
struct Probe {
    bool operator==(Probe const&) const = default;
};
/// Player → controller.
struct ProbeReply {
    std::int64_t probe = 0;  ///< id of the message that asked
    bool operator==(ProbeReply const&) const = default;
};

/// Player → controller → player: four timestamps as in NTP (RFC 5905); t4 is taken on receipt.
struct ClockRequest {
    Instant t1;
    bool operator==(ClockRequest const&) const = default;
};
struct ClockReply {
    Instant t1, t2, t3;
    bool operator==(ClockReply const&) const = default;
};

/// Player → controller, about once a second and on every change of item.
struct Status {
    Instant at;          ///< fleet time
    std::string state;   ///< "playing", "dark", "fallback", "waiting", "blanked", "warning"
    std::string playId;  ///< hex, or empty
    std::string asset;   ///< digest in hex, or empty
    std::string assetName;
    CampaignId campaign;
    std::int64_t positionMs = 0, lengthMs = 0;
    std::optional<ManifestVersion> manifest;
    std::int64_t framesShown = 0, framesRepeated = 0, framesLate = 0;  ///< since the engine started
    std::int64_t completePlays = 0, partialPlays = 0;                  ///< since the engine started
    std::int64_t unsentRows = 0;
    std::int64_t clockOffsetMs = 0, clockUncertaintyMs = 0;
    std::int64_t engineStarts = 1;  ///< how often the supervisor has started the engine
    std::vector<std::string>
        findings;  ///< at most 20: missing assets, refused manifests, full disk …
    /// In force now, percent; absent: a player from before, and volume: it makes no sound.
    std::optional<int> brightness = {}, volume = {};
    bool identifying = false;   ///< its name stands over the picture
    std::string logLevel = {};  ///< in force now; empty: a player from before
    std::string power = {};     ///< "off": its screen was switched off by instruction; else empty
    bool operator==(Status const&) const = default;
};

/// Controller → player: obey this, if it verifies and is newer. The envelope travels as an object.
struct ManifestOffer {
    std::string envelope;  ///< JSON text
    bool operator==(ManifestOffer const&) const = default;
};
/// Player → controller: what became of an offer.
struct ManifestReceipt {
    ManifestVersion version;
    bool accepted = false;
    std::string reason;  ///< if refused
    bool operator==(ManifestReceipt const&) const = default;
};

/// Controller → player: do this, if it verifies and is newer. The envelope travels as an object.
struct CommandOffer {
    std::string envelope;  ///< JSON text; the payload is a Command
    bool operator==(CommandOffer const&) const = default;
};
/// Player → controller: what became of a command.
struct CommandReceipt {
    std::string command;  ///< its id
    ManifestVersion version;
    bool accepted = false;
    std::string reason;  ///< if refused
    bool operator==(CommandReceipt const&) const = default;
};

/// Controller → player: do this once, if it verifies. The envelope travels as an object. Answered
/// with InstructionReceipt.
struct InstructionOffer {
    std::string envelope;  ///< JSON text; the payload is an Instruction
    bool operator==(InstructionOffer const&) const = default;
};
/// Player → controller: what became of an instruction so far; all of it again after each welcome.
struct InstructionReceipt {
    std::string instruction;            ///< its id
    std::optional<Instant> received{};  ///< found good, and kept on the player's disk
    std::optional<Instant> done{};      ///< carried out
    std::optional<Instant> verified{};  ///< and the player has seen that it worked
    std::optional<Instant> failed{};    ///< refused, or it did not work; ends it
    std::string detail{};               ///< why, or what a program said last
    std::string boot{};                 ///< the player's when it was received
    std::int64_t engineStarts = 0;      ///< as Status::engineStarts, when it was received
    bool operator==(InstructionReceipt const&) const = default;
};

/// Player → controller: one signed batch, as text.
struct Plays {
    std::string batch;
    /// What the player counted of this epoch's plays so far (running_totals.hpp), signed; empty:
    /// it says nothing.
    std::string totals{};
    bool operator==(Plays const&) const = default;
};
/// Controller → player, after commit. Everything up to this mark is in the ledger.
struct PlaysStored {
    std::int64_t epoch = 0, batch = 0, sequence = 0;
    /// Of the batch that was sent: the controller's signed receipt (receipt.hpp) as text; empty: it
    /// could not be signed now, or the controller signs none.
    std::string receipt{};
    bool operator==(PlaysStored const&) const = default;
};

/// Controller → player: take a picture of the output now. Answered with EvidencePicture, or with a
/// Refusal in words.
struct EvidenceRequest {
    std::string request;  ///< id chosen by the controller; the picture's facts repeat it
    std::string reason;   ///< who asks and why, for the player's log
    bool operator==(EvidenceRequest const&) const = default;
};
/// Player → controller: a picture and its signed description. Sent again until it is acknowledged.
struct EvidencePicture {
    std::string envelope;  ///< JSON text; the payload is an Evidence
    std::string jpeg;      ///< the file's bytes, at most kMaxEvidenceBytes
    bool operator==(EvidencePicture const&) const = default;
};
/// Controller → player, after commit: the picture with this digest is kept.
struct EvidenceStored {
    Digest picture;
    std::string request;  ///< that it answered, or empty
    bool operator==(EvidenceStored const&) const = default;
};

/// Controller → player: show this, or show it no longer, if it verifies and is newer. The envelope
/// travels as an object. Answered with WarningReceipt (warning.hpp).
struct WarningOffer {
    WarningDelivery delivery;
    bool operator==(WarningOffer const&) const = default;
};

/// Either way: the message with id `replyTo` was not understood or not accepted. Never ends the
/// session by itself.
struct Refusal {
    std::int64_t replyTo = 0;
    std::string code;  ///< "unknown-type", "invalid", "unbound", "ledger-conflict", "revoked", …
    std::string message;
    bool operator==(Refusal const&) const = default;
};

/// A type this version does not know.
struct Unknown {
    std::string type;
    bool operator==(Unknown const&) const = default;
};

using Body = std::variant<Challenge, Hello, Welcome, Pending, ClockRequest, ClockReply, Status,
                          ManifestOffer, ManifestReceipt, CommandOffer, CommandReceipt, Plays,
                          PlaysStored, EvidenceRequest, EvidencePicture, EvidenceStored, SpareList,
                          SpareReport, Probe, ProbeReply, WarningOffer, WarningReceipt,
                          InstructionOffer, InstructionReceipt, Refusal, Unknown>;

struct Message {
    std::int64_t id = 0;  ///< counts up per sender and session
    Body body;
    bool operator==(Message const&) const = default;
};

/// Free text is clipped to its bound. Throws Failure if an envelope is not JSON.
[[nodiscard]] std::string encode(Message const& message);
/// Errc::invalid with the path of the fault; an unknown type is not an error but Unknown.
[[nodiscard]] Result<Message> decode(std::string_view text);
/// The bytes that Hello::proof signs: kHelloKind ‖ 0 ‖ nonce ‖ controller key.
[[nodiscard]] std::string helloBytes(std::string_view nonce, PublicKey const& controller);
/// "hello", "clock", … as on the wire.
[[nodiscard]] std::string_view typeName(Body const& body);
/// Best effort: the id of a message that decode refused, 0 if it has none.
[[nodiscard]] std::int64_t idOf(std::string_view text) noexcept;

}  // namespace tocsin::messages
