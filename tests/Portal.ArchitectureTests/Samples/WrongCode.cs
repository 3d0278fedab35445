using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;

namespace Portal.ArchitectureTests.Samples;

#pragma warning disable MA0147, MA0155, CA1849 // each is the fault that the law must find
/// <summary>Breaks each law about calls once.</summary>
internal sealed class WrongCode(IHttpContextAccessor http)
{
    public string? Path => http.HttpContext?.Request.Path;

    public static DateTime Time() => DateTime.UtcNow;

    public static Task Start() => Task.Run(() => { });

    public static async void Forget() => await Task.Yield();

    public static Task<int> Sql(PortalDbContext db) => db.Database.ExecuteSqlRawAsync("SELECT 1");

    public static Task<int> Delete(PortalDbContext db) => db.Set<Patient>().ExecuteDeleteAsync();

    public static Task<int> Change(PortalDbContext db) =>
        db.Set<Patient>().ExecuteUpdateAsync(row => row.SetProperty(patient => patient.Version, 2));

    public static async Task<object> Part(PortalDbContext db) => await db.Set<Patient>().Select(row => new { row.Name }).ToListAsync();

    public static Task<PortalDbContext> Widen(PortalDatabase database, Kernel.Access.Actor actor) => database.OpenAsync(Reach.Job(actor), default);

    public static void Stub(PortalDbContext db) => db.Update(new Patient { Id = Guid.Empty });
}
