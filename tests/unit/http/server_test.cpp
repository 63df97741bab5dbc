// SPDX-License-Identifier: Apache-2.0
// The server over loopback on a free port, asked by the house's own client and by raw bytes.
#include "tocsin/http/server.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <semaphore>
#include <thread>

#include "support/open_gate.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/session/http_client.hpp"

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

std::string readFile(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What became of a streamed body.
struct Streamed {
    std::string bytes;
    bool finished = false;
    std::promise<void> opened, gone;
};

class RecordingSink final : public access::BodySink {
public:
    explicit RecordingSink(Streamed& into) : into_(into) { into_.opened.set_value(); }
    ~RecordingSink() override { into_.gone.set_value(); }
    std::optional<Response> take(std::string_view bytes) override {
        into_.bytes += bytes;
        if (into_.bytes.find("stop") != std::string::npos) {
            return access::problem({Errc::conflict, "no more of this"});
        }
        return std::nullopt;
    }
    Result<Response> finish() override {
        into_.finished = true;
        Response response;
        response.status = 204;
        return response;
    }

private:
    Streamed& into_;
};

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        std::string name = testing::TempDir() + "http-XXXXXX";
        directory = ::mkdtemp(name.data());
        content.resize(300'000);
        for (std::size_t i = 0; i < content.size(); ++i) {
            content[i] = static_cast<char>(i * 7 + i / 251);
        }
        std::ofstream(directory / "content", std::ios::binary) << content;
        digest = messages::sha256(content);
    }
    ~ServerTest() override {
        if (thread.joinable()) {
            stop();
        }
        std::filesystem::remove_all(directory);
    }

    void start(ServerSettings settings = {}) {
        settings.uploads = directory / "uploads";
        server = Server::listen(io.get_executor(), executors(), settings, routes(), gate,
                                [this](std::unique_ptr<session::Channel> channel,
                                       std::function<void()> known) {
                                    return upgraded(std::move(channel), std::move(known));
                                })
                     .value();
        server->start();
        thread = std::thread([this] { io.run(); });
    }
    Workers executors() {
        return {workers.get_executor(), uploadWorkers.get_executor(), signInWorkers.get_executor(),
                knownSignInWorkers.get_executor()};
    }
    void stop(Milliseconds grace = Milliseconds(5'000)) {
        asio::post(io, [this, grace] {
            asio::co_spawn(io, server->stop(grace), [](std::exception_ptr) {});
        });
        thread.join();
        uploadWorkers.join();
        signInWorkers.join();
        knownSignInWorkers.join();
        workers.join();
    }
    /// Ends it, or keeps one that it takes for a known player's until that goes.
    asio::awaitable<void> upgraded(std::unique_ptr<session::Channel> channel,
                                   std::function<void()> known) {
        if (knowsPlayers) {
            known();
            (void)co_await channel->send("hello");
            (void)co_await channel->receive();
        }
        co_await channel->close(session::CloseReason::normal);
    }

    access::Routes routes() {
        access::Routes table;
        table.push_back({"GET", "/hello/{name}", Permission::viewScreens, "", "", "",
                         BodyPolicy::none,
                         [](Principal const&, Request const& request) -> Result<Response> {
                             Response response;
                             response.body = request.parameters.at("name");
                             return response;
                         }});
        table.push_back({"POST", "/text", Permission::viewScreens, "", "", "", BodyPolicy::text,
                         [](Principal const&, Request const& request) -> Result<Response> {
                             Response response;
                             response.body = std::to_string(request.body.size());
                             return response;
                         }});
        table.back().withoutAuthorisation = true;  // the gate needs a worker
        table.push_back({"POST", "/upload", Permission::viewScreens, "", "", "", BodyPolicy::upload,
                         [this](Principal const&, Request const& request) -> Result<Response> {
                             uploaded = readFile(request.bodyFile);
                             uploadedTo = request.bodyFile;
                             return Response{};
                         }});
        table.push_back({"GET", "/content", Permission::viewScreens, "", "", "", BodyPolicy::none,
                         [this](Principal const&, Request const&) -> Result<Response> {
                             Response response;
                             response.file = access::FileBody{directory / "content", digest};
                             return response;
                         }});
        table.push_back({"GET", "/slow", Permission::viewScreens, "", "", "", BodyPolicy::none,
                         [this](Principal const&, Request const&) -> Result<Response> {
                             entered.release();
                             leave.acquire();
                             Response response;
                             response.body = "done";
                             return response;
                         }});
        table.push_back({"POST", "/sign-in", Permission::signedIn, "", "", "", BodyPolicy::text,
                         [this](Principal const&, Request const&) -> Result<Response> {
                             entered.release();
                             leave.acquire();
                             return Response{};
                         }});
        table.back().withoutAuthorisation = table.back().signsIn = true;
        table.back().fromKnown = [](Request const& request) { return request.body == "known"; };
        table.push_back({"POST", "/examined", Permission::viewScreens, "", "", "",
                         BodyPolicy::upload,
                         [this](Principal const&, Request const&) -> Result<Response> {
                             entered.release();
                             leave.acquire();
                             return Response{};
                         }});
        table.push_back(
            {"GET", "/alive", Permission::viewScreens, "", "", "", BodyPolicy::none,
             [](Principal const&, Request const&) -> Result<Response> { return Response{}; }, true,
             true});
        table.push_back({"PATCH",
                         "/stream/{name}",
                         Permission::viewScreens,
                         "",
                         "",
                         "",
                         BodyPolicy::stream,
                         {}});
        table.back().receiver = [this](Principal const&,
                                       Request const& request) -> access::Received {
            if (request.parameters.at("name") == "refused") {
                Response mismatch = access::problem({Errc::damaged, "not these"}, 460);
                mismatch.reason = "Checksum Mismatch";
                return mismatch;
            }
            return std::make_unique<RecordingSink>(streamed);
        };
        table.back().headers = {{"Tus-Resumable", "1.0.0"}};
        table.push_back({"HEAD", "/own-head", Permission::viewScreens, "", "", "", BodyPolicy::none,
                         [](Principal const&, Request const& request) -> Result<Response> {
                             Response response;
                             response.headers["Method"] = request.method;
                             return response;
                         }});
        table.push_back({"OPTIONS", "/own-head", Permission::viewScreens, "", "", "",
                         BodyPolicy::none,
                         [](Principal const&, Request const&) -> Result<Response> {
                             Response response;
                             response.status = 204;
                             return response;
                         }});
        table.push_back({"GET", "/broken", Permission::viewScreens, "", "", "", BodyPolicy::none,
                         [](Principal const&, Request const&) -> Result<Response> {
                             throw std::runtime_error("secret detail");
                         }});
        return table;
    }

    session::HttpReply ask(std::string const& method, std::string const& target,
                           std::map<std::string, std::string> headers = {},
                           std::string const& body = "") {
        session::HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(server->port()) + target;
        request.headers = std::move(headers);
        request.body = body;
        auto reply = session::request(request, {}, {});
        EXPECT_TRUE(reply) << reply.error().message;
        return reply ? *reply : session::HttpReply{};
    }
    /// Sends bytes as they are and returns all that comes until the server closes.
    std::string sendRaw(std::string const& bytes) {
        asio::io_context own;
        asio::ip::tcp::socket socket(own);
        socket.connect({asio::ip::address_v4::loopback(), server->port()});
        asio::write(socket, asio::buffer(bytes));
        std::string answer;
        boost::system::error_code ec;
        asio::read(socket, asio::dynamic_buffer(answer), ec);
        return answer;
    }

    std::filesystem::path directory;
    std::string content;
    Digest digest;
    bool knowsPlayers = false;
    asio::io_context io{1};
    asio::thread_pool workers{2}, uploadWorkers{2}, signInWorkers{2}, knownSignInWorkers{1};
    test::OpenGate gate;
    std::unique_ptr<Server> server;
    std::thread thread;
    std::string uploaded;
    std::filesystem::path uploadedTo;
    Streamed streamed;
    std::counting_semaphore<> entered{0}, leave{0};
};

TEST_F(ServerTest, DispatchesByTheRouteTable) {
    start();
    EXPECT_EQ(ask("GET", "/hello/%E8%AD%A6").body, "警");
    EXPECT_EQ(ask("GET", "/nothing").status, 404);
    EXPECT_EQ(ask("DELETE", "/content").status, 405);
    EXPECT_EQ(ask("POST", "/text", {}, "12345").body, "5");
}

TEST_F(ServerTest, RefusesTextThatIsNotUtf8) {
    start();
    EXPECT_EQ(ask("GET", "/hello/%FF").status, 422);
    EXPECT_EQ(ask("GET", "/hello/x?name=%FF").status, 422);
}

TEST_F(ServerTest, SendsFilesWholeInPartsAndNotAtAll) {
    start();
    auto const whole = ask("GET", "/content");
    EXPECT_EQ(whole.status, 200);
    EXPECT_TRUE(whole.body == content);
    auto const etag = whole.headers.at("etag");
    EXPECT_EQ(etag, "\"" + digest.hex() + "\"");
    auto const part = ask("GET", "/content", {{"Range", "bytes=100-199"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, content.substr(100, 100));
    EXPECT_EQ(part.headers.at("content-range"), "bytes 100-199/300000");
    EXPECT_EQ(ask("GET", "/content", {{"Range", "bytes=-10"}}).body,
              content.substr(content.size() - 10));
    EXPECT_EQ(ask("GET", "/content", {{"Range", "bytes=300000-"}}).status, 416);
    EXPECT_EQ(ask("GET", "/content", {{"If-None-Match", etag}}).status, 304);
    EXPECT_EQ(ask("GET", "/content", {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status,
              200);
    EXPECT_EQ(ask("GET", "/content", {{"Range", "bytes=0-1"}, {"If-Range", etag}}).status, 206);
}

TEST_F(ServerTest, StreamsUploadsToAFileAndCleansUp) {
    start();
    EXPECT_EQ(ask("POST", "/upload", {}, content).status, 200);
    EXPECT_TRUE(uploaded == content);
    // The answer comes before the exchange is taken down: a second exchange on the same server
    // orders the two.
    ask("GET", "/hello/x");
    stop();
    EXPECT_FALSE(std::filesystem::exists(uploadedTo));
}

TEST_F(ServerTest, SaysWhyAnUploadCannotBeKept) {
    start();
    std::filesystem::remove_all(directory / "uploads");
    auto const reply = ask("POST", "/upload", {}, content);
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.body.find("No such file"), std::string::npos) << reply.body;
}

TEST_F(ServerTest, KeepsTheDiskReserveBeforeABodyIsSent) {
    ServerSettings settings;
    settings.diskReserveBytes = 1LL << 60;
    start(settings);
    auto const answer = sendRaw(
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
        "1000\r\n\r\n");
    EXPECT_EQ(answer.find("HTTP/1.1 507 "), 0U) << answer;
    EXPECT_NE(answer.find("disk_reserve_mb"), std::string::npos) << answer;
    auto const chunked = sendRaw(
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc");
    EXPECT_EQ(chunked.find("HTTP/1.1 507 "), 0U) << chunked;
    EXPECT_TRUE(std::filesystem::is_empty(directory / "uploads"));
}

TEST_F(ServerTest, RefusesBodiesBeyondTheLimits) {
    ServerSettings settings;
    settings.uploadLimitBytes = 1'000;
    start(settings);
    EXPECT_NE(sendRaw("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n")
                  .find(" 413 "),
              std::string::npos);
    EXPECT_NE(sendRaw("POST /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n")
                  .find(" 413 "),
              std::string::npos);
    EXPECT_NE(sendRaw("GET /hello/x HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'a') +
                      "\r\n\r\n")
                  .find(" 431 "),
              std::string::npos);
}

TEST_F(ServerTest, RefusesOtherHostsAndForeignPages) {
    start();
    EXPECT_EQ(ask("GET", "/hello/x", {{"Host", "evil.example"}}).status, 421);
    EXPECT_EQ(ask("POST", "/text", {{"Origin", "https://evil.example"}}, "x").status, 403);
    EXPECT_EQ(ask("GET", "/hello/x", {{"Origin", "https://evil.example"}}).status, 200);
}

TEST_F(ServerTest, RefusesRequestsThatNameNoHost) {
    start();
    for (std::string const head :
         {"GET /hello/x HTTP/1.1\r\n", "GET /hello/x HTTP/1.0\r\n",
          "GET /hello/x HTTP/1.1\r\nHost:\r\n", "GET /player HTTP/1.1\r\nUpgrade: websocket\r\n"}) {
        auto const answer = sendRaw(head + "Connection: close\r\n\r\n");
        EXPECT_EQ(answer.find("HTTP/1.1 400 "), 0U) << head << answer;
        EXPECT_NE(answer.find("the request has no Host"), std::string::npos) << answer;
    }
    EXPECT_EQ(sendRaw("GET /hello/x HTTP/1.0\r\nHost: localhost\r\n\r\n").find("HTTP/1.1 200 "),
              0U);
}

TEST_F(ServerTest, TakesAnEmptyObjectForNoBody) {
    start();
    for (auto const* nothing : {"{}", "\n", " \n", "\r\n"}) {
        EXPECT_EQ(ask("GET", "/hello/x", {}, nothing).status, 200) << nothing;
    }
    for (auto const* something : {"{ }", "[]", "x", "{\n", "{}\n"}) {
        auto const refused = ask("GET", "/hello/x", {}, something);
        EXPECT_EQ(refused.status, 413) << something;
        EXPECT_NE(refused.body.find("takes no body"), std::string::npos) << refused.body;
    }
    auto const next = sendRaw(
        "GET /hello/one HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"
        "GET /hello/two HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_NE(next.find("one"), std::string::npos) << next;
    EXPECT_NE(next.find("two"), std::string::npos) << "the connection goes on behind it";
    EXPECT_EQ(
        sendRaw("GET /hello/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                "2\r\n{}\r\n0\r\n\r\n")
            .find("HTTP/1.1 413 "),
        0U);
}

TEST_F(ServerTest, ClosesAConnectionThatNeverFinishesItsHeader) {
    ServerSettings settings;
    settings.header = Milliseconds(200);
    start(settings);
    EXPECT_EQ(sendRaw("GET /hello/x HTTP/1.1\r\nHost: loc"), "");
}

TEST_F(ServerTest, AnswersNonsenseWithFourHundred) {
    start();
    EXPECT_NE(sendRaw("this is not http\r\n\r\n").find(" 400 "), std::string::npos);
}

TEST_F(ServerTest, KeepsAConnectionForFurtherRequests) {
    start();
    auto const answers = sendRaw(
        "GET /hello/one HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hello/two HTTP/1.1\r\nHost: "
        "localhost\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answers.find("one"), std::string::npos);
    EXPECT_NE(answers.find("two"), std::string::npos);
}

TEST_F(ServerTest, DoesNotShowItsInsidesWhenAHandlerFails) {
    start();
    auto const reply = ask("GET", "/broken");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body.find("secret"), std::string::npos);
}

TEST_F(ServerTest, FinishesWhatIsInFlightWhenItStops) {
    start();
    auto slow = std::async(std::launch::async, [&] { return ask("GET", "/slow"); });
    entered.acquire();
    auto stopped = std::async(std::launch::async, [&] { stop(Milliseconds(20'000)); });
    leave.release();
    EXPECT_EQ(slow.get().body, "done");
    stopped.get();
}

TEST_F(ServerTest, UploadsThatAreExaminedHoldUpNobodyElse) {
    ServerSettings settings;
    settings.uploadsAtOnce = 2;
    start(settings);
    auto const upload = [&] { return ask("POST", "/examined", {}, "bytes").status; };
    auto first = std::async(std::launch::async, upload);
    auto second = std::async(std::launch::async, upload);
    entered.acquire();
    entered.acquire();
    EXPECT_EQ(ask("GET", "/hello/x").status, 200);
    EXPECT_EQ(ask("POST", "/text", {}, "12345").body, "5");
    auto const third = ask("POST", "/examined", {}, "bytes");
    EXPECT_EQ(third.status, 503);
    EXPECT_EQ(third.headers.at("retry-after"), "5");
    leave.release(3);
    EXPECT_EQ(first.get(), 200);
    EXPECT_EQ(second.get(), 200);
    EXPECT_EQ(upload(), 200);
}

TEST_F(ServerTest, GivesAStreamedBodyToItsSinkAndTheSinksAnswerToTheClient) {
    start();
    auto const reply = ask("PATCH", "/stream/x", {}, content);
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.headers.at("tus-resumable"), "1.0.0");
    EXPECT_FALSE(reply.headers.contains("content-type")) << "there is no content";
    EXPECT_TRUE(streamed.bytes == content);
    EXPECT_TRUE(streamed.finished);
}

TEST_F(ServerTest, TheSinkGetsWhatCameBeforeTheConnectionBroke) {
    start();
    auto const half = content.substr(0, 270'001);
    {
        asio::io_context own;
        asio::ip::tcp::socket socket(own);
        socket.connect({asio::ip::address_v4::loopback(), server->port()});
        asio::write(socket, asio::buffer("PATCH /stream/x HTTP/1.1\r\nHost: localhost\r\n"
                                         "Content-Length: 300000\r\n\r\n" +
                                         half));
        socket.shutdown(asio::ip::tcp::socket::shutdown_send);
        streamed.gone.get_future().wait();
    }
    EXPECT_TRUE(streamed.bytes == half);
    EXPECT_FALSE(streamed.finished);
}

TEST_F(ServerTest, ASinkMayRefuseBeforeAndAmidTheBody) {
    start();
    auto const before = sendRaw(
        "PATCH /stream/refused HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        "Content-Length: 1000\r\n\r\n");
    EXPECT_EQ(before.find("HTTP/1.1 460 Checksum Mismatch\r\n"), 0U) << before;
    EXPECT_NE(before.find("Tus-Resumable: 1.0.0\r\n"), std::string::npos) << before;
    auto const amid = sendRaw(
        "PATCH /stream/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        "3000000\r\n\r\nstop" +
        content + content);
    EXPECT_EQ(amid.find("HTTP/1.1 409 "), 0U) << amid;
    EXPECT_NE(amid.find("Tus-Resumable: 1.0.0\r\n"), std::string::npos) << amid;
    EXPECT_FALSE(streamed.finished);
}

TEST_F(ServerTest, ASenderThatTricklesIsCutAndWhatItSentIsKept) {
    ServerSettings settings;
    settings.idle = Milliseconds(200);
    start(settings);
    asio::io_context own;
    asio::ip::tcp::socket socket(own);
    socket.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(socket, asio::buffer(std::string("PATCH /stream/x HTTP/1.1\r\nHost: localhost\r\n"
                                                 "Content-Length: 300000\r\n\r\n")));
    pollfd closed{socket.native_handle(), POLLIN, 0};
    std::size_t sent = 0;
    while (sent < 1'000 && ::poll(&closed, 1, 20) == 0) {
        boost::system::error_code ec;
        sent += asio::write(socket, asio::buffer("x", 1), ec);
    }
    EXPECT_LT(sent, 1'000U);
    streamed.gone.get_future().wait();
    EXPECT_FALSE(streamed.finished);
    EXPECT_GT(streamed.bytes.size(), 0U);
}

TEST_F(ServerTest, EndsStreamedBodiesSoonWhenItStops) {
    start();
    asio::io_context own;
    asio::ip::tcp::socket socket(own);
    socket.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(socket, asio::buffer(std::string("PATCH /stream/x HTTP/1.1\r\nHost: localhost\r\n"
                                                 "Content-Length: 3000000\r\n\r\n")));
    streamed.opened.get_future().wait();
    std::promise<void> stopping;
    asio::post(io, [&] {
        asio::co_spawn(io, server->stop(Milliseconds(20'000)), [](std::exception_ptr) {});
        stopping.set_value();
    });
    stopping.get_future().wait();
    std::string answer;
    boost::system::error_code ec;
    for (int i = 0; i < 9 && !ec; ++i) {
        asio::write(socket, asio::buffer(content), ec);
    }
    asio::read(socket, asio::dynamic_buffer(answer), ec);
    EXPECT_EQ(answer.find("HTTP/1.1 503 "), 0U) << answer;
    thread.join();
    uploadWorkers.join();
    workers.join();
}

TEST_F(ServerTest, HeadAndOptionsMayHaveRoutesAndPostMayStandForOthers) {
    start();
    EXPECT_EQ(ask("HEAD", "/own-head").headers.at("method"), "HEAD");
    EXPECT_EQ(ask("GET", "/own-head").status, 405);
    EXPECT_EQ(ask("HEAD", "/hello/x").status, 200);
    EXPECT_EQ(ask("OPTIONS", "/own-head", {{"Origin", "https://evil.example"}}).status, 204);
    EXPECT_EQ(ask("POST", "/stream/x", {{"X-HTTP-Method-Override", "PATCH"}}, "bytes").status, 204);
    EXPECT_EQ(streamed.bytes, "bytes");
}

TEST_F(ServerTest, SaysThatItIsAliveWhileAllWorkersAreBusy) {
    start();
    auto const slow = [&] { return ask("GET", "/slow").status; };
    auto first = std::async(std::launch::async, slow);
    auto second = std::async(std::launch::async, slow);
    entered.acquire();
    entered.acquire();
    EXPECT_EQ(ask("GET", "/alive").status, 200);
    leave.release(2);
    EXPECT_EQ(first.get() + second.get(), 400);
}

TEST_F(ServerTest, SignInsKeepNobodyElseWaitingAndAreFewAtATime) {
    ServerSettings settings;
    settings.signInsAtOnce = 2;
    start(settings);
    auto const signIn = [&] { return ask("POST", "/sign-in", {}, "secret").status; };
    auto first = std::async(std::launch::async, signIn);
    auto second = std::async(std::launch::async, signIn);
    entered.acquire();
    entered.acquire();
    auto const third = ask("POST", "/sign-in", {}, "secret");
    EXPECT_EQ(third.status, 503);
    EXPECT_EQ(third.headers.at("retry-after"), "1");
    EXPECT_EQ(ask("GET", "/hello/x").status, 200);
    leave.release(2);
    EXPECT_EQ(first.get() + second.get(), 400);
    leave.release();
    EXPECT_EQ(signIn(), 200);
}

TEST_F(ServerTest, StrangersDoNotTakeThePlacesOfThoseWhoAreKnown) {
    ServerSettings settings;
    settings.signInsAtOnce = 2;
    settings.knownSignInsAtOnce = 1;
    start(settings);
    auto const signIn = [&](char const* who) { return ask("POST", "/sign-in", {}, who).status; };
    auto first = std::async(std::launch::async, signIn, "stranger");
    auto second = std::async(std::launch::async, signIn, "stranger");
    entered.acquire();
    entered.acquire();
    EXPECT_EQ(signIn("stranger"), 503);
    auto known = std::async(std::launch::async, signIn, "known");
    entered.acquire();  // on a thread of its own: both of the others are taken
    EXPECT_EQ(signIn("known"), 503) << "all places are taken";
    leave.release(3);
    EXPECT_EQ(first.get() + second.get() + known.get(), 600);
}

TEST_F(ServerTest, WhoIsKnownTakesAnyPlaceOnceTheirOwnAreTaken) {
    ServerSettings settings;
    settings.signInsAtOnce = 1;
    settings.knownSignInsAtOnce = 1;
    start(settings);
    auto const signIn = [&] { return ask("POST", "/sign-in", {}, "known").status; };
    auto first = std::async(std::launch::async, signIn);
    entered.acquire();
    auto second = std::async(std::launch::async, signIn);
    entered.acquire();
    EXPECT_EQ(signIn(), 503);
    leave.release(2);
    EXPECT_EQ(first.get() + second.get(), 400);
}

TEST_F(ServerTest, ABusyControllerDoesNotCutAClientThatHasSentItsPart) {
    ServerSettings settings;
    settings.idle = Milliseconds(100);
    start(settings);
    auto const slow = [&] { return ask("GET", "/slow").status; };
    auto first = std::async(std::launch::async, slow);
    auto second = std::async(std::launch::async, slow);
    entered.acquire();
    entered.acquire();
    asio::io_context own;
    asio::ip::tcp::socket patient(own);
    patient.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(patient,
                asio::buffer(std::string("POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: "
                                         "close\r\nContent-Length: 5\r\n\r\nbytes")));
    // One that stops in its body is cut, and tells that the deadline has passed.
    sendRaw("POST /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nby");
    sendRaw("POST /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nby");
    leave.release(2);
    std::string answer;
    boost::system::error_code ec;
    asio::read(patient, asio::dynamic_buffer(answer), ec);
    EXPECT_EQ(answer.find("HTTP/1.1 200 "), 0U) << answer;
    EXPECT_EQ(first.get() + second.get(), 400);
}

TEST_F(ServerTest, SaysWhatToDoAboutAPortInUse) {
    start();
    ServerSettings settings;
    settings.uploads = directory / "other";
    settings.port = server->port();
    auto const second = Server::listen(io.get_executor(), executors(), settings, {}, gate, {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_NE(second.error().message.find("--listen"), std::string::npos);
}

TEST_F(ServerTest, ListensOnAddressesOnly) {
    ServerSettings settings;
    settings.uploads = directory / "uploads";
    settings.address = "somewhere";
    auto const open = Server::listen(io.get_executor(), executors(), settings, {}, gate, {});
    ASSERT_FALSE(open);
    EXPECT_EQ(open.error().code, Errc::invalid);
}

TEST_F(ServerTest, LimitsBodiesThatDoNotSayTheirLength) {
    ServerSettings settings;
    settings.uploadLimitBytes = 1'000;
    start(settings);
    auto const chunk = "400\r\n" + std::string(0x400, 'x') + "\r\n";
    auto const chunked = [](std::string const& path) {
        return "POST " + path +
               " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    };
    EXPECT_NE(sendRaw(chunked("/upload") + chunk + "0\r\n\r\n").find(" 413 "), std::string::npos);
    std::string large;
    while (large.size() < 1'100'000) {
        large += chunk;
    }
    EXPECT_NE(sendRaw(chunked("/text") + large + "0\r\n\r\n").find(" 413 "), std::string::npos);
    EXPECT_EQ(uploaded, "");
}

TEST_F(ServerTest, TakesUploadsInChunksAndWhole) {
    start();
    std::string raw =
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: "
        "chunked\r\n\r\n";
    for (std::size_t at = 0; at < content.size(); at += 75'000) {
        raw += "124f8\r\n" + content.substr(at, 75'000) + "\r\n";
    }
    EXPECT_NE(sendRaw(raw + "0\r\n\r\n").find(" 200 "), std::string::npos);
    EXPECT_TRUE(uploaded == content);
    EXPECT_EQ(ask("POST", "/upload").status, 200);
    EXPECT_EQ(uploaded, "");
}

TEST_F(ServerTest, SaysWhyWhileTheBodyIsStillComing) {
    ServerSettings settings;
    settings.uploadLimitBytes = 1'000;
    start(settings);
    EXPECT_EQ(ask("POST", "/upload", {{"Expect", ""}}, std::string(8'000'000, 'x')).status, 413);
    EXPECT_EQ(ask("POST", "/nowhere", {{"Expect", ""}}, std::string(8'000'000, 'x')).status, 404);
}

TEST_F(ServerTest, TellsAClientThatAsksToGoOn) {
    start();
    auto const answer = sendRaw(
        "POST /text HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: "
        "100-continue\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(answer.find("HTTP/1.1 100 Continue"), 0U) << answer;
    EXPECT_NE(answer.find("HTTP/1.1 200 OK"), std::string::npos) << answer;
}

TEST_F(ServerTest, AnswersHeadWithoutABody) {
    start();
    auto const answer =
        sendRaw("HEAD /content HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find(" 200 "), std::string::npos);
    EXPECT_NE(answer.find("Content-Length: 300000"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("\r\n\r\n") + 4, answer.size());
}

TEST_F(ServerTest, AnswersHeadForTheWholeFileWhateverTheRange) {
    start();
    for (auto const* range : {"bytes=0-9", "bytes=300000-"}) {
        auto const answer = sendRaw(
            std::string(
                "HEAD /content HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nRange: ") +
            range + "\r\n\r\n");
        EXPECT_NE(answer.find(" 200 "), std::string::npos) << answer;
        EXPECT_NE(answer.find("Content-Length: 300000"), std::string::npos) << answer;
    }
}

TEST_F(ServerTest, NamesTheMethodsThatAPathTakes) {
    start();
    auto const reply = ask("DELETE", "/content");
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.headers.at("allow"), "GET");
    EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
    EXPECT_NE(reply.body.find("\"status\":405"), std::string::npos) << reply.body;
}

TEST_F(ServerTest, LetsNoPageOfAnotherSiteOpenAPlayersSession) {
    start();
    std::string const upgrade =
        "GET /player HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
        "upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    EXPECT_EQ(sendRaw(upgrade + "Origin: https://evil.example\r\n\r\n").find("HTTP/1.1 403 "), 0U);
    asio::io_context own;
    asio::ip::tcp::socket player(own);
    player.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(player, asio::buffer(upgrade + "\r\n"));
    std::string begin(13, ' ');
    asio::read(player, asio::buffer(begin));
    EXPECT_EQ(begin, "HTTP/1.1 101 ");
}

TEST_F(ServerTest, TurnsAwayWhatIsTooMany) {
    ServerSettings settings;
    settings.connections = 1;
    start(settings);
    asio::io_context own;
    asio::ip::tcp::socket first(own);
    first.connect({asio::ip::address_v4::loopback(), server->port()});
    std::string const question = "GET /hello/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
    asio::write(first, asio::buffer(question));
    char byte = 0;
    asio::read(first, asio::buffer(&byte, 1));  // it is being served
    EXPECT_EQ(sendRaw(question).find("HTTP/1.1 503 "), 0U);
}

TEST_F(ServerTest, CountsNoPlayersThatAreKnown) {
    ServerSettings settings;
    settings.connections = 1;
    knowsPlayers = true;
    start(settings);
    std::string const upgrade =
        "GET /player HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
        "upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        "AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    asio::io_context own;
    std::vector<asio::ip::tcp::socket> players;
    for (int i = 0; i < 3; ++i) {
        auto& player = players.emplace_back(own);
        player.connect({asio::ip::address_v4::loopback(), server->port()});
        asio::write(player, asio::buffer(upgrade));
        std::string answer;
        while (answer.find("hello") == std::string::npos && answer.size() < 4096) {
            char byte = 0;
            asio::read(player, asio::buffer(&byte, 1));
            answer.push_back(byte);
        }
        EXPECT_EQ(answer.find("HTTP/1.1 101 "), 0U) << answer;
    }
    EXPECT_EQ(sendRaw("GET /hello/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .find("HTTP/1.1 200 "),
              0U);
}

TEST_F(ServerTest, GivesUpOnAReceiverThatTakesNothing) {
    ServerSettings settings;
    settings.idle = Milliseconds(200);
    content.resize(64 << 20);
    std::ofstream(directory / "content", std::ios::binary) << content;
    start(settings);
    asio::io_context own;
    asio::ip::tcp::socket socket(own);
    socket.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(socket,
                asio::buffer(std::string("GET /content HTTP/1.1\r\nHost: localhost\r\n\r\n")));
    // Without the deadline this stop would wait for its grace, which is longer than the test lasts.
    stop(Milliseconds(600'000));
    SUCCEED();
}

TEST_F(ServerTest, ClosesIdleConnectionsAtOnceWhenItStops) {
    start();
    asio::io_context own;
    asio::ip::tcp::socket idle(own);
    idle.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(idle,
                asio::buffer(std::string("GET /hello/x HTTP/1.1\r\nHost: localhost\r\n\r\n")));
    char byte = 0;
    asio::read(idle, asio::buffer(&byte, 1));
    stop(Milliseconds(600'000));
    std::string rest;
    boost::system::error_code ec;
    asio::read(idle, asio::dynamic_buffer(rest), ec);
    EXPECT_EQ(ec, asio::error::eof);
}

}  // namespace
}  // namespace tocsin::http
