package dev.imagemanager.pipeline.registry;

import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Lists what a fleet has in registries. */
@ApplicationScoped
public final class RegistryStock {

    private final FleetGenerator generator;
    private final FleetRepositories repositories;
    private final RegistryInventory registries;

    @Inject
    public RegistryStock(FleetGenerator generator, FleetRepositories repositories, RegistryInventory registries) {
        this.generator = generator;
        this.repositories = repositories;
        this.registries = registries;
    }

    /**
     * What repositories have.
     *
     * @param problems why others cannot be read
     */
    public record Listing(List<RepositoryStock> stocks, List<Problem> problems) {

        public Listing {
            stocks = List.copyOf(stocks);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Starts no service.
     *
     * @throws dev.imagemanager.problem.InputException if the fleet or the query is not valid
     */
    public Listing list(RegistryQuery query) throws InterruptedException {
        StockReader reader = new StockReader(registries);
        List<RepositoryStock> stocks = reader.read(
                repositories.find(generator.generate(query.directory()).fleet(), query));
        return new Listing(stocks, reader.failures());
    }
}
