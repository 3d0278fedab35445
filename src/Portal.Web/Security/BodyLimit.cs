using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Web.Security;

/// <summary>
/// Refuses bodies larger than any of our forms with 413, before anything looks into them (ASVS 5.2.1). An endpoint that
/// takes uploads says its own limit by metadata. Messages of a circuit are no bodies: the hub has its own limit, 512 KB for each.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next)
{
    /// <summary>The largest form has an antiforgery token and a few short fields.</summary>
    public const long FormBytes = 64 * 1024;

    // So much of a body that is refused is read away: a connection that is closed while a browser still sends shows only that, and not the page.
    private const long ReadAwayBytes = 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        // A circuit's WebSocket is a GET, or over HTTP/2 a CONNECT whose messages a server could count as a body that never ends.
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsConnect(http.Request.Method))
        {
            await next(http);
            return;
        }

        var own = http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>();
        var limit = own is null ? FormBytes : own.MaxRequestBodySize;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } kestrel)
        {
            kestrel.MaxRequestBodySize = http.Request.ContentLength <= ReadAwayBytes ? Math.Max(limit ?? ReadAwayBytes, ReadAwayBytes) : limit;
        }

        if (http.Request.ContentLength > limit)
        {
            await ReadAwayAsync(http);
            Refuse(http);
            return;
        }

        if (own is null && http.Request is { ContentLength: null, HasFormContentType: true } && !await FitsAsync(http))
        {
            Refuse(http);
            return;
        }

        await next(http);
    }

    private static async Task ReadAwayAsync(HttpContext http)
    {
        try
        {
            if (http.Request.ContentLength <= ReadAwayBytes)
            {
                await http.Request.Body.DrainAsync(http.RequestAborted);
            }
        }
        catch (IOException)
        {
            // It ended before its end or came too slowly: the refusal stands.
        }
    }

    // Antiforgery is the first to read a form, and what goes wrong there looks like a page that is out of date.
    private static async Task<bool> FitsAsync(HttpContext http)
    {
        try
        {
            http.Request.EnableBuffering((int)FormBytes, FormBytes);
            await http.Request.Body.DrainAsync(http.RequestAborted);
            http.Request.Body.Position = 0;
            return true;
        }
        catch (Exception tooLarge) when (tooLarge is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } || tooLarge is IOException and not BadHttpRequestException)
        {
            return false;
        }
    }

    // The page that says so is the same request run again: it must find no form.
    private static void Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        http.Request.Method = HttpMethods.Get;
        http.Request.Body = Stream.Null;
        http.Request.ContentLength = null;
        http.Request.ContentType = null;
    }
}
