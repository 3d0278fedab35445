using FluentValidation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Portal.Features.Staff;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Security;

/// <summary>
/// POST <c>/staff/import/file</c>: takes a CSV file of at most 2 MB for the staff directory and answers with its id. POST <c>/staff/export</c>: the directory as CSV. Both are
/// guarded by a form's token, by the permission and by the limit of files for one account.
/// </summary>
internal static class StaffFileEndpoints
{
    // A little more than the file: the form's borders and token are counted too.
    private const long MostBytes = 2 * 1024 * 1024 + 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/staff/import/file", TakeAsync).RequireAuthorization(nameof(Permission.ManageStaffDirectory)).DisableAntiforgery()
            .RequireRateLimiting(LimitNames.Download).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        routes.MapPost("/staff/export", GiveAsync).RequireAuthorization(nameof(Permission.ReadStaffDirectory)).DisableAntiforgery().RequireRateLimiting(LimitNames.Download);
    }

    private static Task<IResult> TakeAsync(HttpContext http, IAntiforgery forms, BeginStaffImport begin) =>
        ScriptForms.ForPersonAsync(http, forms, async actor =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (form.Files.GetFile("file") is not { } file)
            {
                return ScriptForms.Bare(StatusCodes.Status400BadRequest);
            }

            using var content = new MemoryStream();
            await file.CopyToAsync(content, http.RequestAborted);
            try
            {
                return Results.Text((await begin.ForAsync(actor, content.ToArray(), http.RequestAborted)).ToString());
            }
            catch (ValidationException)
            {
                return ScriptForms.Bare(StatusCodes.Status413PayloadTooLarge);
            }
        });

    private static Task<IResult> GiveAsync(HttpContext http, IAntiforgery forms, ExportStaff export) =>
        ScriptForms.ForPersonAsync(http, forms, async actor =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.File(await export.ForAsync(actor, http.RequestAborted), "text/csv; charset=utf-8", "staff.csv");
        });
}
