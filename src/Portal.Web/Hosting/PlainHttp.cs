using System.Globalization;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting;

/// <summary>
/// Whoever comes without TLS is shown the way and gets nothing else (ASVS 12.2.1). A form or any other request that carries something is refused and not
/// led on, so that its sender notices that it went in the open. It looks at the connection itself: what a proxy says of it comes later and changes nothing.
/// </summary>
internal sealed class PlainHttp(RequestDelegate next, PortalSettings settings, HttpsPort https, OwnNames own, IHostEnvironment environment)
{
    private const string Sentence = "This address speaks https only.\n";

    public Task InvokeAsync(HttpContext http) => http.Request.IsHttps || MayBePlain(http) ? next(http) : AnswerAsync(http);

    // A proxy that ends TLS speaks TLS to the node too; only while developing it need not.
    private bool MayBePlain(HttpContext http) => environment.IsDevelopment() && settings.Proxies.Hold(http.Connection.RemoteIpAddress);

    private Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync(Sentence);
        }

        if (settings.Url is null && !own.Hold(http.Request.Host))
        {
            return ForeignNames.RefuseAsync(http);
        }

        http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.Location = $"https://{Target(http)}{http.Request.PathBase.ToUriComponent()}{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}";
        return Task.CompletedTask;
    }

    // Where the portal's own address is known it is the only place to be led to.
    private string Target(HttpContext http) => settings.Url?.Authority
        ?? (https.Number == 443 ? http.Request.Host.Host : string.Create(CultureInfo.InvariantCulture, $"{http.Request.Host.Host}:{https.Number}"));
}

/// <summary>The port of https.</summary>
/// <param name="Number">The port.</param>
internal sealed record HttpsPort(int Number);
