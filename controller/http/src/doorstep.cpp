// SPDX-License-Identifier: Apache-2.0
#include "doorstep.hpp"

#include "admission.hpp"

namespace tocsin::http {
namespace {

using access::Response;

constexpr std::string_view kPage = R"(<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Tocsin</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px/1.6 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}code{overflow-wrap:anywhere}</style></head><body>
<h1>请使用加密连接</h1>
<p>控制台只通过加密连接提供：<a href="{URL}">{URL}</a></p>
<p>若浏览器提示证书不受信任，请安装本系统的根证书：</p>
<ol><li>下载<a href="/ca.pem">根证书</a>（文件 tocsin-ca.crt）。</li>
<li>核对指纹（SHA-256）。它应与控制器启动日志中的指纹，或管理员告知的指纹完全一致，否则不要安装：<br><code>{FINGERPRINT}</code></li>
<li>安装到“受信任的根证书颁发机构”。Windows：双击文件，选择“安装证书”。Linux：交给浏览器的证书管理，或复制到 /usr/local/share/ca-certificates 后运行 update-ca-certificates。</li></ol>
<h1 lang="en">Please use the encrypted connection</h1>
<div lang="en"><p>The console is served over TLS only: <a href="{URL}">{URL}</a></p>
<p>If the browser does not trust its certificate, install this system's root certificate:</p>
<ol><li>Download the <a href="/ca.pem">root certificate</a> (file tocsin-ca.crt).</li>
<li>Compare its fingerprint (SHA-256) with the one in the controller's log at its start, or the one that the administrator gave you. If they differ, do not install it.<br><code>{FINGERPRINT}</code></li>
<li>Install it among the trusted root certification authorities. Windows: double-click the file and choose "Install Certificate". Linux: hand it to the browser's certificate manager, or copy it to /usr/local/share/ca-certificates and run update-ca-certificates.</li></ol></div>
</body></html>
)";

std::string filledIn(std::string_view text, std::string_view blank, std::string const& value) {
    std::string out;
    for (auto at = text.find(blank); at != std::string_view::npos; at = text.find(blank)) {
        out += text.substr(0, at);
        out += value;
        text.remove_prefix(at + blank.size());
    }
    return out += text;
}

Response page(std::string const& host, session::Authority const& authority) {
    Response response;
    response.contentType = "text/html; charset=utf-8";
    response.headers["Content-Security-Policy"] =
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    auto const withAddress = filledIn(kPage, "{URL}", "https://" + host + "/");
    response.body =
        filledIn(withAddress, "{FINGERPRINT}", session::fingerprintOf(authority.digest));
    return response;
}

/// The answer says it in words too, for programs that follow no redirect.
Response redirect(std::string_view target, std::string const& host) {
    auto response = problemWithStatus(
        308, "this controller answers over TLS only; use https://" + host + " instead");
    auto const path = target.starts_with('/') ? std::string(target) : "/";
    response.headers["Location"] = "https://" + host + path;
    return response;
}

}  // namespace

Response authorityFile(session::Authority const& authority) {
    Response response;
    response.contentType = "application/x-x509-ca-cert";
    response.headers["Content-Disposition"] = "attachment; filename=\"tocsin-ca.crt\"";
    response.body = authority.certificate;
    return response;
}

Response answerAtDoorstep(std::string_view method, std::string_view target, std::string const& host,
                          session::Authority const& authority) {
    bool const asks = method == "GET" || method == "HEAD";
    auto const path = target.substr(0, target.find('?'));
    if (asks && path == "/") {
        return page(host, authority);
    }
    if (asks && path == "/ca.pem") {
        return authorityFile(authority);
    }
    return redirect(target, host);
}

}  // namespace tocsin::http
