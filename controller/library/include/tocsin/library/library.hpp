// SPDX-License-Identifier: Apache-2.0
// The media library: files from outside become assets here, by the verdict of the sandboxed worker
// and nothing else.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/library/quota.hpp"
#include "tocsin/media/photograph.hpp"
#include "tocsin/media/slogan.hpp"
#include "tocsin/media/stream.hpp"
#include "tocsin/media/verdict.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

class Printing;
class SloganReviews;

struct LibrarySettings {
    std::filesystem::path
        directory;  ///< data directory; files stand under media/<first two hex>/<hex>
    std::filesystem::path worker;               ///< tocsin-media-worker
    std::function<Instant()> now;               ///< when assets were added
    Milliseconds probeLimit{600'000};           ///< the worker is killed after this much real time
    std::int64_t diskReserveBytes = 1LL << 29;  ///< an upload that would leave less free is refused
    int probesAtOnce = 2;                       ///< further uploads wait on their thread
    Quotas quotas{};                            ///< for uploads by one POST
    bool convertOnlyUnplayable = false;  ///< films that are not fit but play stay as they came
    /// For which screens a campaign is meant; without it, nobody knows of any.
    std::function<std::vector<ScreenId>(store::Tx const&, store::Campaign const&)> meantScreens{};
};

struct AddedAsset {
    store::Asset asset;
    bool isNew = true;  ///< false: these bytes were there already
    /// Of a document of several pages: the assets of the pages behind the first, which is `asset`.
    std::vector<Digest> furtherPages{};
};

/// What people say of an asset beside its bytes, as they write it. Absent: stays as it is; empty:
/// none.
struct AssetProperties {
    /// By which rules of campaigns keep assets apart (`avoid`): one word of at most 64 bytes of
    /// a-z, 0-9, -, _, . or letters of other scripts; or what the office's list calls it, which
    /// becomes that category's word.
    std::optional<std::string> category;
    /// First and last day on which it may be shown, "2026-06-01", both inclusive, local to each
    /// screen; the last not before the first.
    std::optional<std::string> usableFrom, usableUntil;
    /// How a film or picture of another shape is put on the screen: "contain" (whole, black bars),
    /// "cover" (cropped), "stretch"; without it each player's own way holds. Not for slogans, which
    /// are drawn at the screen's own pixels.
    std::optional<std::string> fit = std::nullopt;
    /// What people call it, one line of at most 300 bytes; empty: what it was brought in as.
    std::optional<std::string> title = std::nullopt;
    std::optional<std::string> description = std::nullopt;  ///< at most 4,000 bytes, lines too
    /// Where it is filed, like "安全月/2026/消防": at most 8 names with slashes between, none of
    /// them over 100 bytes.
    std::optional<std::string> folder = std::nullopt;
    /// The unit or person that answers for it, one line of at most 200 bytes.
    std::optional<std::string> owner = std::nullopt;
    /// Where it comes from and by what right it is shown, one line of at most 500 bytes.
    std::optional<std::string> licence = std::nullopt;
    /// Last day that the licence allows, inclusive: plans leave the asset out after it.
    std::optional<std::string> licenceUntil = std::nullopt;
    /// All its tags, or changes of those it has. A tag is at most 64 bytes without a comma, and
    /// does not begin with + or -; an asset has at most 50. Tags that folded() makes the same are
    /// one.
    std::optional<std::vector<std::string>> tags = std::nullopt;
    std::vector<std::string> addTags{}, removeTags{};
};

/// What a caller of Library::add() knows of the file beside its description, and wants to know.
struct UploadedFile {
    std::optional<Digest> digest = std::nullopt;  ///< its SHA-256, where it was taken already
    /// Called on the thread of add() when a first look says that the file plays, about a second
    /// after it came; checking every frame takes as long as decoding it.
    std::function<void()> plays = {};
};

/// The scan of a signed paper.
struct KeptScan {
    Digest digest;
    std::string type;  ///< "application/pdf", "image/jpeg" or "image/png", by its bytes
};
inline constexpr std::int64_t kMostScanBytes = 20LL << 20;

/// What is to be seen of an asset, by what it is.
struct ShownWish {
    int permille = -1;          ///< films: the frame at so many thousandths of the length, in
                                ///< steps of 50; -1: one that tells it from others
    int width = 0, height = 0;  ///< slogans: the pixels of a screen or of a place on it; 0: a band
    bool small = false;         ///< films and pictures: at most 320x320 instead of 640x640
};
struct ShownPicture {
    std::string bytes;
    std::string contentType;  ///< "image/jpeg" or "image/png"
};

/// The house's picture of a photograph that people give out: a JPEG of at most 2,048x2,048,
/// upright, that says neither where nor by which device it was taken.
struct HousePhotograph {
    std::string jpeg;
    media::Photograph said;  ///< what the photograph told of itself
};

/// Thread-safe; calls block while the worker looks at the file.
class Library {
public:
    Library(store::Store& store, LibrarySettings settings);
    ~Library();

    /// Probes `upload` in the sandbox and takes it in by moving it; on refusal the file is left to
    /// the caller. `handle` empty: made from the file name, unique. `showFor`: showing time of a
    /// picture (default 10 s); films have their own. Errc::invalid with the worker's reason,
    /// Errc::exhausted for a full disk, Errc::conflict for a handle in use, and for
    /// bytes that have another handle already. Of bytes that are there already, what `properties`
    /// say becomes true as by set(). A document of several pages becomes a picture a page,
    /// "handle-1", "handle-2" and so on, and a playlist of them under the handle; the document is
    /// left to the caller.
    [[nodiscard]] Result<AddedAsset> add(access::Principal const& who,
                                         std::filesystem::path const& upload,
                                         std::string const& fileName, std::string const& handle,
                                         Milliseconds showFor,
                                         AssetProperties const& properties = {},
                                         UploadedFile const& file = {});

    /// The asset of a slogan; the same style gives the same asset. Default showing time 10 s.
    /// Errors as add().
    [[nodiscard]] Result<AddedAsset> addSlogan(access::Principal const& who,
                                               media::SloganStyle const& style,
                                               std::string const& handle, Milliseconds showFor,
                                               AssetProperties const& properties = {});

    /// The asset of a live stream; the same address and options give the same asset. Nothing is
    /// opened: whether anything comes is seen on the screens. Its title is the address without
    /// credentials. Errors as add().
    [[nodiscard]] Result<AddedAsset> addStream(access::Principal const& who,
                                               media::StreamWish const& wish,
                                               std::string const& handle, Milliseconds showFor,
                                               AssetProperties const& properties = {});

    /// Changes what is said of the asset with this handle, digest, or unique prefix of a digest of
    /// 8 digits or more. Errc::invalid, Errc::notFound, Errc::conflict for a prefix of several.
    /// `guard` is asked before plans of screens that show it come out differently.
    [[nodiscard]] Result<store::Asset> set(access::Principal const& who, std::string const& name,
                                           AssetProperties const& properties,
                                           access::MassGuard const& guard = {});

    /// Deletes the bytes of a retired asset; its record stays, so that reports and proof still name
    /// it, and the same bytes bring it back. Errc::conflict that names what needs it: campaigns and
    /// playlists that are not retired, plans in force of screens. Errc::notFound.
    [[nodiscard]] Result<store::Asset> remove(access::Principal const& who,
                                              std::string const& name);

    /// Told, on the calling thread of whatever caused it and after it is stored, of each change to
    /// an asset that approved campaigns show.
    void onPlansChange(std::function<void()> listener);

    /// Told, on the calling thread and after it is stored, that there is something to convert.
    void onConversionsWanted(std::function<void()> listener);
    /// Has renditions made, for all pairs of an asset and a class of screens that are not yet asked
    /// for, and once more where the one that is there is none that `approval` vouches for
    /// (isMadeOf()).
    [[nodiscard]] Result<> wantRenditions(
        std::vector<std::pair<Digest, store::ScreenClass>> const& wanted,
        messages::PublicKey const& approval);

    /// The file of a rendition or of another blob that a room keeps by digest. Errc::notFound.
    [[nodiscard]] Result<std::filesystem::path> file(Digest const& digest) const;
    /// Keeps bytes as a file by digest, so that players can fetch them like media (timelines).
    /// Idempotent. Errc::exhausted if less than a quarter of the disk reserve would be left.
    [[nodiscard]] Result<> keep(Digest const& digest, std::string const& bytes);

    /// Ends workers that are running and lets no other begin: calls that wait for one return
    /// Errc::cancelled.
    void stop();

    /// Checks and previews of slogans.
    [[nodiscard]] SloganReviews& reviews();
    /// Forms and reports as PDF files.
    [[nodiscard]] Printing& printing();
    /// What the public will see of the asset: a frame of the film's master, the picture's master
    /// (both at most 640x640), or the slogan. Errc::notFound of a live stream, and of bytes that
    /// are gone; Errc::invalid for a wish that makes no sense; else errors as of SloganReviews.
    [[nodiscard]] Result<ShownPicture> shown(store::Asset const& asset, ShownWish const& wish);

    /// Looks at `upload` in the sandbox (a PDF of at most 50 pages, a JPEG or a PNG, by its bytes
    /// and not its name, of at most kMostScanBytes) and keeps it as it is by moving it. Nothing
    /// deletes a scan. Errc::invalid, Errc::exhausted.
    [[nodiscard]] Result<KeptScan> keepScan(std::filesystem::path const& upload);
    /// Its file, whose bytes were compared with the digest. Errc::damaged if it is gone or altered.
    [[nodiscard]] Result<std::filesystem::path> scan(Digest const& digest) const;

    /// What a photograph of a screen tells, looked at in the sandbox; the file stays where it is.
    /// Errc::invalid with the worker's reason, Errc::exhausted, Errc::timedOut, Errc::cancelled.
    [[nodiscard]] Result<media::Photograph> lookAtPhotograph(std::filesystem::path const& upload);
    /// The same, and its picture; a file beside `upload` is used meanwhile. Errors as above.
    [[nodiscard]] Result<HousePhotograph> housePhotograph(std::filesystem::path const& upload);

    [[nodiscard]] access::Routes routes();

private:
    struct Name {
        std::string wish;
        bool exactly;  ///< somebody asked for this very handle
    };
    [[nodiscard]] Result<media::Verdict> lookAt(std::filesystem::path const& upload,
                                                UploadedFile const& file);
    [[nodiscard]] Result<AddedAsset> enterDescribed(access::Principal const& who,
                                                    store::Asset asset,
                                                    std::string const& canonical, Name const& name,
                                                    AssetProperties const& properties);
    /// What add() does with a file after the first look.
    struct Intake {
        access::Principal const& who;
        std::filesystem::path const& upload;
        std::string name, handle;  ///< handle: empty, or asked for
        Milliseconds showFor;
        AssetProperties const& properties;
    };
    [[nodiscard]] access::Routes thumbnailRoutes();
    [[nodiscard]] Result<AddedAsset> addPages(Intake const& intake, Digest const& document,
                                              std::int64_t pages);
    /// The same for a document whose pages were drawn before and are all there; nothing otherwise.
    [[nodiscard]] std::optional<Result<AddedAsset>> addKnownPages(Intake const& intake,
                                                                  Digest const& document);
    [[nodiscard]] Result<AddedAsset> listed(Intake const& intake, std::vector<Digest> const& pages,
                                            AddedAsset first);
    struct State;
    friend class Conversions;
    std::unique_ptr<State> state_;
};

/// A screen, as the choice of a rendition sees it.
struct RenditionNeed {
    int width = 0, height = 0;    ///< pixels
    std::int64_t decodeRate = 0;  ///< as store::Screen says
};
/// The class of such screens, if a rendition of the asset (a film that is ready) spares them work:
/// where its house master has many more pixels than the screen, or more of them a second than the
/// player decodes with a third of a core to spare. In the second case the class is the screen made
/// smaller, by as little as is enough. Nothing: they get the master.
[[nodiscard]] std::optional<store::ScreenClass> renditionFor(store::Asset const& asset,
                                                             RenditionNeed const& screen);

}  // namespace tocsin::library
