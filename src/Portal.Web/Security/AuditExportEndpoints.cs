using Microsoft.AspNetCore.Antiforgery;
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
    internal const string Verifier = "verifier.html";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/audit/exports/{id:guid}/file", HandleAsync).RequireAuthorization(nameof(Permission.ReadAudit)).DisableAntiforgery().RequireRateLimiting(LimitNames.Download);
        routes.MapGet("/audit/verifier", () => Results.File(Read(Verifier), "text/html; charset=utf-8", "audit-verifier.html"))
            .RequireAuthorization(nameof(Permission.ReadAudit)).RequireRateLimiting(LimitNames.Download);
    }

    private static Task<IResult> HandleAsync(HttpContext http, IAntiforgery forms, OpenAuditExport opener, Guid id) =>
        ScriptForms.ForPersonAsync(http, forms, async actor =>
            await opener.ForAsync(actor, id, http.RequestAborted) is { } package
                ? new FileArchive($"audit-export-{package.Id.ToString("N")[..8]}.zip", [.. package.Files.Select(file => (file.Name, file.Read))])
                : Results.NotFound());

    internal static Stream Read(string name) => typeof(AuditExportEndpoints).Assembly.GetManifestResourceStream($"Portal.Web.Verifier.{name}")
        ?? throw new InvalidOperationException($"{name} is not embedded.");
}
