using Microsoft.AspNetCore.StaticAssets;

namespace Portal.Web.Security;

/// <summary>Headers on every response (ASVS 3.4, 14.3.2).</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // script-src: no inline script anywhere. style-src-attr: Radzen and Blazor set style attributes for sizes and positions.
    // img-src data: the QR code of an enrolment. connect-src: 'self' covers the circuit's WebSocket.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    // What a page of ours may ask the browser for: passkeys, and to put a code into the clipboard. All else is refused by name.
    private const string Features =
        "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), "
        + "geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
        + "publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(Set, http);
        return next(http);
    }

    private static Task Set(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Features;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
