using System.IO.Compression;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Access;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Security;

/// <summary>
/// POST <c>/audit/exports/{id}/file</c>: hands out a finished export as one archive, while it is read; guarded by a form's token, by the permission, by its owner and by the
/// limit of downloads. GET <c>/audit/verifier</c>: the page that checks an export without the portal.
/// </summary>
internal static class AuditExportEndpoints
{
    private const string Verifier = "verifier.html";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/audit/exports/{id:guid}/file", HandleAsync).RequireAuthorization(nameof(Permission.ReadAudit)).DisableAntiforgery().RequireRateLimiting(LimitNames.Download);
        routes.MapGet("/audit/verifier", () => Results.File(Read(Verifier), "text/html; charset=utf-8", "audit-verifier.html"))
            .RequireAuthorization(nameof(Permission.ReadAudit)).RequireRateLimiting(LimitNames.Download);
    }

    private static Task<IResult> HandleAsync(HttpContext http, IAntiforgery forms, OpenAuditExport opener, Guid id) =>
        ScriptForms.ForPersonAsync(http, forms, async actor =>
            await opener.ForAsync(actor, id, http.RequestAborted) is { } package ? new Archive(package) : Results.NotFound());

    internal static Stream Read(string name) => typeof(AuditExportEndpoints).Assembly.GetManifestResourceStream($"Portal.Web.Verifier.{name}")
        ?? throw new InvalidOperationException($"{name} is not embedded.");

    private sealed class Archive(AuditPackage package) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/zip";
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-export-{package.Id.ToString("N")[..8]}.zip\"";
            httpContext.Response.Headers.CacheControl = "no-store";
            // The archive's streams write their last bytes when they are closed, which .NET 10 does synchronously; all the rest is not.
            httpContext.Features.Get<IHttpBodyControlFeature>()?.AllowSynchronousIO = true;
            try
            {
                await WriteAsync(httpContext.Response.Body, httpContext.RequestAborted);
            }
            catch (InvalidDataException) when (httpContext.Response.HasStarted)
            {
                // A file that was damaged must not look whole.
                httpContext.Abort();
            }
        }

        private async Task WriteAsync(Stream to, CancellationToken cancel)
        {
            await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
            foreach (var file in package.Files)
            {
                await using var part = await zip.CreateEntry(file.Name, CompressionLevel.Fastest).OpenAsync(cancel);
                await foreach (var piece in file.Read(cancel))
                {
                    await part.WriteAsync(piece, cancel);
                }
            }

            foreach (var name in (string[])[Verifier, "README.txt"])
            {
                await using var part = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancel);
                await using var from = Read(name);
                await from.CopyToAsync(part, cancel);
            }
        }
    }
}
