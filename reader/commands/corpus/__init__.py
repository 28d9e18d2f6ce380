"""Cleans a corpus on a Dask cluster, into a folder of shards, and goes on where it was stopped.

``clean_corpus`` is the command's flow; ``page_shards`` cuts the input, ``shard_folder`` keeps the output;
``dask_cluster`` connects, ``batch_queue`` sends batches of pages and takes their results in order. ``page_batch`` and
``page_worker`` run on the cluster.
"""
