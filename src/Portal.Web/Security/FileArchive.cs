using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.Web.Security;

/// <summary>Files as one archive, sent while they are read, with the page that checks them without the portal.</summary>
/// <param name="name">What the archive is called.</param>
/// <param name="files">The files: what each is called, and how it is read.</param>
internal sealed class FileArchive(string name, IReadOnlyList<(string Name, Func<CancellationToken, IAsyncEnumerable<byte[]>> Read)> files) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/zip";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
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
        foreach (var file in files)
        {
            await using var part = await zip.CreateEntry(file.Name, CompressionLevel.Fastest).OpenAsync(cancel);
            await foreach (var piece in file.Read(cancel))
            {
                await part.WriteAsync(piece, cancel);
            }
        }

        foreach (var one in (string[])[AuditExportEndpoints.Verifier, "README.txt"])
        {
            await using var part = await zip.CreateEntry(one, CompressionLevel.Fastest).OpenAsync(cancel);
            await using var from = AuditExportEndpoints.Read(one);
            await from.CopyToAsync(part, cancel);
        }
    }
}
