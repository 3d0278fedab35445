using System.Runtime.CompilerServices;
using Mono.Cecil;
using Portal.ArchitectureTests.Reading;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.ArchitectureTests.Calls;

/// <summary>Calls that the house does without, found in the compiled code.</summary>
internal static class CallLaws
{
    private static readonly Dictionary<string, string> Banned = new()
    {
        ["System.DateTime::get_UtcNow"] = "takes the time past TimeProvider",
        ["System.DateTime::get_Now"] = "takes the time past TimeProvider",
        ["System.DateTime::get_Today"] = "takes the time past TimeProvider",
        ["System.DateTimeOffset::get_UtcNow"] = "takes the time past TimeProvider",
        ["System.DateTimeOffset::get_Now"] = "takes the time past TimeProvider",
        ["System.Threading.Tasks.Task::Run"] = "starts work that nobody awaits",
    };

    private static readonly HashSet<string> RawSql =
    [
        "ExecuteSqlRaw", "ExecuteSqlRawAsync", "ExecuteSql", "ExecuteSqlAsync", "ExecuteSqlInterpolated", "ExecuteSqlInterpolatedAsync", "FromSql",
        "FromSqlRaw", "FromSqlInterpolated", "SqlQuery", "SqlQueryRaw", "CreateCommand", "CreateBatch", "set_CommandText", "BeginBinaryImport",
        "BeginBinaryImportAsync", "BeginTextImport", "BeginTextImportAsync",
    ];

    private static readonly HashSet<string> RawSqlTypes = ["NpgsqlCommand", "NpgsqlBatchCommand", "NpgsqlBatch", "SqlCommand", "SqlBulkCopy"];

    private static readonly HashSet<string> Projecting =
    [
        "Select", "SelectMany", "GroupBy", "Join", "GroupJoin", "LeftJoin", "RightJoin", "Zip", "Aggregate", "Max", "Min", "Sum", "Average", "MaxAsync", "MinAsync",
        "SumAsync", "AverageAsync",
    ];

    private static readonly HashSet<string> Ids = ["System.Guid", "Portal.Kernel.PatientId"];

    public static IEnumerable<string> BannedCalls(TypeDefinition type) =>
        type.Calls().Select(call => $"{call.DeclaringType.FullName}::{call.Name}").Where(Banned.ContainsKey).Distinct()
            .Select(call => $"{type.FullName} calls {call}, which {Banned[call]}")
            .Concat(AsyncVoids(type));

    public static IEnumerable<string> KnowsHttp(TypeDefinition type) =>
        type.Names().Where(name => name.StartsWith("Microsoft.AspNetCore.Http.", StringComparison.Ordinal)).Select(name => $"{type.FullName} names {name}");

    public static bool WritesSql(TypeDefinition type) =>
        type.Calls().Any(call => RawSql.Contains(call.Name) || (call.Name == ".ctor" && RawSqlTypes.Contains(call.DeclaringType.Name)));

    /// <summary>Says what a transaction reaches of patients' rows.</summary>
    public static bool MakesAReach(TypeDefinition type) => type.Calls().Any(call => call.DeclaringType.FullName == typeof(Reach).FullName && call.Name != "get_Login"
        || (call.DeclaringType.FullName == typeof(PortalDatabase).FullName && call.Name is nameof(PortalDatabase.OpenAsync) or nameof(PortalDatabase.BeginAsync)));

    /// <summary>What goes past the seals: changes by statement, parts of rows, and rows that were never loaded.</summary>
    public static IEnumerable<string> PastTheSeals(TypeDefinition type) =>
        type.Calls().OfType<GenericInstanceMethod>().Select(Fault).OfType<string>()
            .Concat(type.Calls().Where(IsStub).Select(call => $"attaches rows that were not loaded ({call.Name})"))
            .Distinct().Select(fault => $"{type.FullName} {fault}");

    private static string? Fault(GenericInstanceMethod call)
    {
        if (call.Name is "ExecuteUpdate" or "ExecuteUpdateAsync" or "ExecuteDelete" or "ExecuteDeleteAsync")
        {
            return IsSealed(call.GenericArguments[0]) || call.GenericArguments[0] is GenericParameter ? $"changes sealed rows by {call.Name}" : null;
        }

        if (call.Name is "Attach" or "Update" && call.DeclaringType.Name == "DbContext")
        {
            return IsSealed(call.GenericArguments[0]) ? $"attaches rows that were not loaded ({call.Name})" : null;
        }

        return call.DeclaringType.Name is "Queryable" or "EntityFrameworkQueryableExtensions"
            && Projecting.Contains(call.Name) && MentionsSealed(call.GenericArguments[0]) && call.GenericArguments.Skip(1).Any(result => !Ids.Contains(result.FullName))
                ? $"takes parts of sealed rows by {call.Name}"
                : null;
    }

    private static bool IsStub(MethodReference call) => call.Name is "AttachRange" or "UpdateRange"
        || (call.Name is "Attach" or "Update" && call.DeclaringType is GenericInstanceType { ElementType.Name: "DbSet`1" } set && IsSealed(set.GenericArguments[0]));

    private static bool MentionsSealed(TypeReference type) =>
        IsSealed(type) || (type is GenericInstanceType generic && generic.GenericArguments.Any(MentionsSealed));

    private static bool IsSealed(TypeReference type) => type.Is(typeof(SealedRow).FullName!);

    private static IEnumerable<string> AsyncVoids(TypeDefinition type) =>
        type.WithNested().SelectMany(part => part.Methods)
            .Where(method => method.ReturnType.FullName == "System.Void" && method.Attribute(typeof(AsyncStateMachineAttribute)) is not null)
            .Select(method => $"{type.FullName}: {method.Name} is async void, so that its failure ends the process");
}
