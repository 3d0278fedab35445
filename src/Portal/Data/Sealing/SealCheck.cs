using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Data.Sealing;

/// <summary>Checks the seal of every sealed row as it is loaded. One instance serves all contexts: the key comes from the context.</summary>
internal sealed class SealCheck : IMaterializationInterceptor
{
    public static readonly SealCheck Instance = new();

    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        if (entity is SealedRow row && materializationData.Context is PortalDbContext db)
        {
            row.SealBroken = !RowSeal.Holds(materializationData.EntityType, row, db.SealKey);
        }

        return entity;
    }
}
